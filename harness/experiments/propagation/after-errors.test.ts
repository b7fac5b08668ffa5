import { describe, expect, it } from 'vitest';
import { cascade } from '../../../reports/propagation/cascade.ts';
import { executedRight } from '../../../reports/propagation/executed-right.ts';
import { closedTrace, pairOf } from '../../../reports/propagation/test-pairs.ts';

/** Three wrong actions, of which the first parts the case from its twin until it comes to `e`. */
const run = closedTrace('a b! x! y e f! g', {}, { session: 's', divergedAt: 1 });
const twin = closedTrace('a b c d! e f g', {}, { session: 's' });
const pairs = [pairOf(run, twin), pairOf(run, twin, { error: 2 })];

describe('cases after an error', () => {
  it('are followed step by step: further errors less those of the twin, and when they meet it again', () => {
    const [first] = pairs;
    const points = cascade([first!], [0, 1, 2, 3, 5, 9]);
    expect(points.map(({ steps, further }) => [steps, further.estimate])).toEqual([
      [0, 0],
      [1, 1],
      [2, 0],
      [3, 0],
      [5, 1],
      [9, 1],
    ]);
    expect(points.map(({ contaminated }) => contaminated.estimate)).toEqual([1, 1, 1, 0, 0, 0]);
  });

  it('stay parted where they end otherwise, and leave out pairs of which the desk failed', () => {
    const other = closedTrace('a b! x y', { how: 'closed-wrongly', goalReached: false }, { session: 's' });
    expect(cascade([pairOf(other, twin)], [1, 50]).map(({ contaminated }) => contaminated.estimate)).toEqual([1, 1]);
    const failed = pairOf(run, { ...twin, end: 'crashed', steps: [] });
    expect(cascade([failed], [1])[0]?.contaminated.estimate).toBeNull();
  });

  it('are right as often as what ran up to the first error, that one included, after it, and in the twin in its place', () => {
    const calm = closedTrace('a b c d', {}, { session: 'calm' });
    const { before, after, instead } = executedRight([run, calm], pairs);
    // 1 of 2 up to the error and 4 of 4 elsewhere; 3 of 5 after it; 4 of 5 in the twin.
    expect([before, after, instead].map(({ estimate }) => estimate)).toEqual([5 / 6, 3 / 5, 4 / 5]);
  });
});
