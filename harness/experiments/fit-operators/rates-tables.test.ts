import { expect, it } from 'vitest';
import { type OperatorLog, tallyOperators } from '../../../simulators/operators/fitting/tally-operators.ts';
import { bundledDataset } from '../../conformance/small-world.ts';
import { ratesTables } from './rates-tables.ts';

/** Operators who took so many of a hundred suggestions to close. */
function logs(...picked: readonly number[]): OperatorLog[] {
  const [empty] = tallyOperators(bundledDataset().sessions.slice(0, 1));
  return picked.map((count) => ({ ...empty!, answers: new Map([['close', { replies: 100, picked: count }]]) }));
}

const rowOf = (...picked: readonly number[]) => {
  const [found] = ratesTables(logs(...picked));
  return found!.rows[0]!.cells;
};

it('says that α and β cannot be told apart, and which pairs go with the acceptance', () => {
  const [found] = ratesTables(logs(85, 87, 86, 86));
  expect(found!.caption).toContain('cannot be told apart');
  // q = .86: α = .14 were all right; at p = .9, α = 1 − (.86 − .03) / .9 = .078 for β = .3, and none at p = .8 and β = 0.
  const cells = rowOf(85, 87, 86, 86);
  expect(cells).toMatchObject({ kind: 'close', alpha_1_0: expect.closeTo(0.14, 3), 'alpha_0.8_0': null });
  expect(cells['alpha_0.9_0.3']).toBeCloseTo(0.078, 3);
});

it('gives a wider interval where operators differ', () => {
  const width = (cells: ReturnType<typeof rowOf>) => {
    const { low, high } = cells.accepted as { low: number; high: number };
    return high - low;
  };
  expect(width(rowOf(50, 99, 95, 100))).toBeGreaterThan(2 * width(rowOf(85, 87, 86, 86)));
});

it('has nothing to show where the log has no answers', () => {
  expect(ratesTables([])).toEqual([]);
});
