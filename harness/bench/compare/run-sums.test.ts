import { expect, it } from 'vitest';
import type { Metric } from '../../contract/metric.ts';
import { type CellSums, pairRuns } from './run-sums.ts';

const METRIC = { name: 'wrong' } as Metric;

function cellOf(...plays: readonly string[]): CellSums {
  return {
    of: { part: '', cell: 'copilot', arm: 'copilot', noise: '' },
    episodes: plays.map((play) => ({ play, session: 's', queue: null, operator: 'ann', caseKey: 'c', digest: 'd' })),
    sums: new Map([[METRIC.name, plays.map((_, at) => ({ numerator: at, denominator: 1 }))]]),
  };
}

it('operators and cases are those of their population', () => {
  const cell = cellOf('population 1', 'population 2');
  const [measured] = pairRuns([cell], [cell], [METRIC]).measured;
  for (const of of ['id', 'operator', 'caseKey', 'population'] as const)
    expect(new Set(measured?.pairs.map((pair) => pair[of])), of).toHaveProperty('size', 2);
});

it('episodes are paired by what they are, in whatever order they came', () => {
  const [base, next] = [cellOf('population 1', 'population 2'), cellOf('population 2', 'population 1')];
  const [measured] = pairRuns([base], [next], [METRIC]).measured;
  expect(measured?.pairs.map((pair) => [pair.base.numerator, pair.next.numerator])).toEqual([
    [0, 1],
    [1, 0],
  ]);
});

it('episodes of both runs are counted, those that differ among them, and those of either run alone', () => {
  const base = cellOf('population 1', 'population 2', 'population 3');
  const next = cellOf('population 2', 'population 3', 'population 4', 'population 5', 'population 6');
  const changed = {
    ...next,
    episodes: next.episodes.map((one, at) => ({ ...one, digest: at === 0 ? 'd and more' : at === 1 ? 'other' : 'd' })),
  };
  const elsewhere = { ...next, of: { ...next.of, cell: 'selective' }, episodes: next.episodes.slice(0, 1) };
  expect(pairRuns([base], [changed, elsewhere], [METRIC])).toMatchObject({
    ...{ episodes: 2, differing: 1, onlyBase: 1, onlyNext: 4 },
    measured: [{ pairs: [{ base: { numerator: 1 } }, { base: { numerator: 2 } }] }],
  });
});
