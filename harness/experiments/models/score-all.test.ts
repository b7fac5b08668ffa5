import { afterEach, beforeEach, expect, it } from 'vitest';
import { embeddedDataset } from '../../bench/data/embedded-dataset.ts';
import { modelSplits } from '../../bench/data/model-splits.ts';
import { type CapturedOutput, captureOutput } from '../../capture-output.ts';
import type { PolicyRecipe } from '../../contract/policy.ts';
import { scoreAll } from './score-all.ts';

const dataset = embeddedDataset(20);
const splits = modelSplits(dataset, 'random', '1', null);

let output: CapturedOutput;
beforeEach(() => {
  output = captureOutput();
});
afterEach(() => output.end());

/** Proposes nothing; keeps the seeds that it was trained with, and fails from the `lasts`-th training on. */
function silent(name: string, own: Partial<PolicyRecipe> = {}, lasts = 99) {
  const seeds: string[] = [];
  const recipe: PolicyRecipe = {
    ...{ name, summary: '' },
    fit: async (_, { seed }) => {
      if (seeds.push(seed) > lasts) throw new Error('out of memory');
      const suggest = async (screens: readonly unknown[]) => screens.map(() => ({ ranked: [] }));
      return { name, provider: 'none', suggest, dispose: async () => undefined };
    },
    ...own,
  };
  return { seeds, recipe };
}

const score = (contenders: readonly ReturnType<typeof silent>[], seeds = 1, groups = splits.groups) =>
  scoreAll(
    contenders.map(({ recipe }) => ({ label: `the ${recipe.name}`, recipe })),
    groups,
    {
      loaded: { dataset } as never,
      ...{ splits, trainings: ['all'] },
      options: { seed: '7', seeds, providers: 'cpu', cache: false },
    },
  );

it('every contender is trained on every split, once for each seed, the run’s own first', async () => {
  const [one, other] = [silent('one'), silent('other')];
  const [whole] = splits.groups;
  const rows = await score([one, other], 3, [whole!, whole!]);
  expect(rows.map(({ policy, reason, failed, scores }) => [policy, reason, failed, scores.length])).toEqual([
    ['the one', null, false, 2],
    ['the other', null, false, 2],
  ]);
  for (const { trainings, judged } of rows[0]!.scores) {
    expect(trainings).toBe(3);
    expect(judged?.map(({ session }) => session)).toEqual(whole!.test.map(({ id }) => id));
  }
  for (const { seeds } of [one, other])
    expect(seeds).toEqual(['7', '7, training 2', '7, training 3', '7', '7, training 2', '7, training 3']);
  expect((await score([silent('alone')]))[0]!.scores[0]!.trainings ?? 1).toBe(1);
});

it('one that cannot be had, or fails, is a row that says why, and the others go on', async () => {
  const away = silent('away', { unavailable: () => 'no encoder is named' });
  const [failing, last] = [silent('failing', {}, 1), silent('last')];
  const rows = await score([away, failing, last], 2);
  expect(rows.map(({ policy, reason, failed, scores }) => [policy, reason, failed, scores.length])).toEqual([
    ['the away', 'no encoder is named', false, 0],
    ['the failing', 'failed: out of memory', true, 0],
    ['the last', null, false, 1],
  ]);
  expect([away.seeds.length, failing.seeds.length, last.seeds.length]).toEqual([0, 2, 2]);
});
