import { expect, it } from 'vitest';
import { judgedSums, labelSums, meanOver } from '../../bench/models/policy-sums.ts';
import type { PolicyScore } from '../../bench/models/score-policy.ts';
import { mergeSeeds } from './merge-seeds.ts';

/** A training that is right on so many of four steps in each session. */
function training(right: readonly number[], trainMs = 10): PolicyScore {
  const sessions = right.map((_, at) => `s${at}`);
  return {
    ...{
      policy: 'one',
      group: null,
      provider: 'cpu',
      trainings: 1,
      trainMs,
      decisions: 4 * right.length,
      elapsedMs: 8,
    },
    judged: right.map((toolRight, at) => {
      return { session: sessions[at]!, case: `c${at}`, steps: 4, toolRight, actionRight: 0 };
    }),
    predicted: right.map((count, at) => ({
      ...{ session: sessions[at]!, case: `c${at}`, labels: ['a', 'b', 'a', 'b'] },
      predictions: ['a', 'b', 'a', 'b'].map((label, step) => (step < count ? label : 'x')),
    })),
  };
}
const tool = (score: PolicyScore) => meanOver([score], (one) => judgedSums(one, ({ toolRight }) => toolRight))!;

it('the share right is the mean over trainings', () => {
  const merged = mergeSeeds([training([4, 2, 0, 1]), training([4, 0, 0, 1]), training([4, 4, 0, 1])]);
  expect(tool(merged).estimate).toBeCloseTo((12 + 6 + 0 + 3) / 48);
  expect(meanOver([merged], labelSums)!.estimate).toBeCloseTo(21 / 48);
  expect(merged).toMatchObject({ trainings: 3, trainMs: 10, decisions: 48, elapsedMs: 24 });
});

it('a training again is no further evidence: the interval stays', () => {
  const one = training([4, 2, 0, 1, 3, 3, 2, 0]);
  const merged = mergeSeeds([one, one, one]);
  expect(tool(merged).low).toBeCloseTo(tool(one).low!, 12);
  expect(tool(merged).high).toBeCloseTo(tool(one).high!, 12);
  expect(tool(merged).of).toBe(tool(one).of);
});

it('trainings judged on other sessions are refused', () => {
  const other = training([1, 2]);
  expect(() => mergeSeeds([training([1, 2]), { ...other, judged: [...other.judged!].reverse() }])).toThrow(
    'session s0 was not judged by every training',
  );
  expect(() => mergeSeeds([])).toThrow('give at least one seed');
});
