import { describe, expect, it } from 'vitest';
import { methodsOf, needsFlips, parseReference, zeroOf } from './methods.ts';
import { parseNoise } from './named-noise.ts';

describe('the methods of a grid', () => {
  it('are every objective with every reference, after the zeros that they need', async () => {
    const names = async (objectives: string[], references: string[]) =>
      (await methodsOf(objectives, references)).map(({ name }) => name);
    expect(await names(['dpo'], ['frozen', 'hard'])).toEqual(['sft-corrections', 'dpo frozen', 'dpo hard']);
    expect(await names(['kto'], ['0.5@16'])).toEqual(['sft-corrections', 'sft-answers', 'kto 0.5@16']);
    expect(await names(['sft-corrections', 'sft-answers'], ['frozen'])).toEqual(['sft-corrections', 'sft-answers']);
  });

  it('are compared with plain cross entropy on what they are told, and the zeros with nothing', async () => {
    const methods = await methodsOf(['dpo', 'ipo', 'kto', 'robust-dpo'], ['frozen']);
    expect(Object.fromEntries(methods.map((one) => [one.name, zeroOf(one)]))).toEqual({
      'sft-corrections': null,
      'sft-answers': null,
      'dpo frozen': 'sft-corrections',
      'ipo frozen': 'sft-corrections',
      'kto frozen': 'sft-answers',
      'robust-dpo frozen': 'sft-corrections',
    });
    expect(methods.filter(needsFlips).map(({ name }) => name)).toEqual(['robust-dpo frozen']);
  });

  it('are no objective that learns from episodes, and none that there is not', async () => {
    for (const name of ['grpo', 'nothing'])
      await expect(methodsOf([name], ['frozen'])).rejects.toThrow(`there is no "${name}"; give some of apo-down`);
  });
});

describe('a reference', () => {
  it('stands still, follows at a named pace, or at any other', () => {
    expect(parseReference('frozen')).toBeNull();
    expect(parseReference('soft')).toEqual({ share: 0.6, every: 32 });
    expect(parseReference('hard')).toEqual({ share: 1, every: 32 });
    expect(parseReference('0.25@8')).toEqual({ share: 0.25, every: 8 });
  });

  it.each(['', 'slow', '0.5', '0.5@', '2@8', '0.5@0', '1@1', '0.5@8@9', 'toString'])('is not "%s"', (text) => {
    expect(() => parseReference(text)).toThrow('Give frozen, soft, hard, or share@steps such as 0.5@16.');
  });
});

describe('a noise', () => {
  it('is none, or the three rates by which operators err', () => {
    expect(parseNoise('none').point).toEqual(parseNoise('0/0/0').point);
    const { alpha, beta, slip } = parseNoise('0.1/0.2/0.3').point;
    expect([alpha, beta, slip].map(({ rates }) => rates.close)).toEqual([0.1, 0.2, 0.3]);
  });

  it.each(['', '0.1', '0.1/0.2', '0.1/0.2/0.3/0.4', '//'])('is not "%s"', (text) => {
    expect(() => parseNoise(text)).toThrow('give none, or alpha/beta/slip such as 0/0.3/0');
  });
});
