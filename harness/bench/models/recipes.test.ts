import { describe, expect, it } from 'vitest';
import { TINY } from '../../../policies/families/encoder/testing/known-states.ts';
import { discoverCritics, discoverPolicies, findCritic, findPolicy, requireReader } from './recipes.ts';

describe('an encoder that is named', () => {
  it.each([
    ['encoder', 'ngram'],
    ['encoder-hybrid', undefined],
    ['ngram', 'encoder'],
    ['ngram', 'margin,encoder'],
    ['ngram', null],
  ] as const)('has a reader: policy %s, critic %s', async (policy, critics) => {
    await expect(requireReader(policy, critics)).resolves.toBeUndefined();
  });

  it.each([
    ['ngram', undefined, /^--encoder: the policy ngram reads none; encoder, .* do\.$/],
    [
      'ngram',
      'margin',
      /^--encoder: neither policy ngram nor critic margin reads one; .* and the critic encoder do\.$/,
    ],
    ['nothing', undefined, /^--policy nothing: there is none of that name/],
    ['ngram', 'nothing', /^--critic nothing: there is none of that name/],
  ] as const)('has none: policy %s, critic %s', async (policy, critics, message) => {
    await expect(requireReader(policy, critics)).rejects.toThrow(message);
  });

  it('is given to the recipes that read one, and to no other', async () => {
    const names = async (encoder?: string) => {
      const all = [...(await discoverPolicies(encoder)), ...(await discoverCritics(encoder))];
      return all.filter((one) => one.builtOn !== undefined).map(({ name }) => name);
    };
    expect(await names()).toEqual([]);
    expect(await names(TINY)).toEqual(['encoder', 'encoder-hybrid', 'encoder-lora', 'encoder-top', 'encoder']);
  });
});

it('what reads an encoder is refused where none is named, and where the folder holds none', async () => {
  await expect(findPolicy('encoder')).rejects.toThrow(/^--policy encoder: no encoder is named: give --encoder DIR/);
  await expect(findCritic('encoder', undefined)).rejects.toThrow(/^--critic encoder: no encoder is named/);
  await expect(findCritic('encoder', '/nowhere')).rejects.toThrow(/^--encoder: .*nowhere.*cannot be read/);
  expect((await findCritic('encoder', TINY)).builtOn).toMatch(/^[0-9a-f]{64}$/);
});
