import { expect, it } from 'vitest';
import { TINY } from '../../../policies/families/encoder/testing/known-states.ts';
import { chosenModels } from './chosen-models.ts';

const chosen = async (options: Partial<Parameters<typeof chosenModels>[0]>) =>
  (await chosenModels(options as Parameters<typeof chosenModels>[0])).map(({ name }) => name);

it('without names the n-gram models are checked, and first; those on an encoder where there is one', async () => {
  const plain = await chosen({});
  expect(plain).toHaveLength(2);
  for (const name of plain) expect(name).toMatch(/^ngram/);
  const more = await chosen({ encoder: TINY });
  expect(more.map((name) => name.startsWith('ngram'))).toEqual([true, true, false, false]);
  expect(await chosen({ policies: 'markov,ngram', critics: 'none' })).toEqual([
    expect.stringMatching(/^ngram/),
    expect.stringMatching(/^markov/),
  ]);
});

it('what is named is checked, critics too, and none where none is wanted', async () => {
  expect(await chosen({ policies: 'ngram', critics: 'none' })).toHaveLength(1);
  expect(await chosen({ policies: 'ngram', critics: 'margin' })).toHaveLength(2);
});

it('what needs an encoder says so before the work', async () => {
  await expect(chosen({ critics: 'encoder' })).rejects.toThrow('--critics encoder: no encoder is named');
  await expect(chosen({ policies: 'encoder', critics: 'none' })).rejects.toThrow(
    /^--policies encoder: no encoder is named/,
  );
  expect(await chosen({ policies: 'ngram', critics: 'encoder', encoder: TINY })).toHaveLength(2);
});
