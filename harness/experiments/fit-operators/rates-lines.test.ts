import { expect, it } from 'vitest';
import { type OperatorLog, tallyOperators } from '../../../simulators/operators/fitting/tally-operators.ts';
import { bundledDataset } from '../../conformance/small-world.ts';
import { ratesLines } from './rates-lines.ts';

/** Operators who took so many of a hundred suggestions to close. */
function logs(...picked: readonly number[]): OperatorLog[] {
  const [empty] = tallyOperators(bundledDataset().sessions.slice(0, 1));
  return picked.map((count) => ({ ...empty!, answers: new Map([['close', { replies: 100, picked: count }]]) }));
}

it('says that α and β cannot be told apart, and which pairs go with the acceptance', () => {
  const lines = ratesLines(logs(85, 87, 86, 86));
  expect(lines.join('\n')).toContain('cannot be told apart');
  // q = .86: α = .14 were all right; at p = .9, α = 1 − (.86 − .03) / .9 = .078 for β = .3, and none at p = .8 and β = 0.
  const cells = lines.at(-1)!.trim().split(/\s+/);
  expect(cells[0]).toBe('close');
  expect(cells[1]).toBe('0.140');
  expect(cells[6]).toBe('0.078');
  expect(cells[8]).toBe('–');
});

it('gives a wider interval where operators differ', () => {
  const widthOf = (rows: readonly string[]) => {
    const [low, high] = [...rows[1]!.matchAll(/\[([\d.]+) %, ([\d.]+) %\]/g)][0]!.slice(1).map(Number);
    return high! - low!;
  };
  expect(widthOf(ratesLines(logs(50, 99, 95, 100)))).toBeGreaterThan(2 * widthOf(ratesLines(logs(85, 87, 86, 86))));
});

it('says so where the log has no answers', () => {
  expect(ratesLines([])).toEqual(['  the log has no answers to suggestions']);
});
