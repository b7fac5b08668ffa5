import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Metric } from '../../harness/contract/metric.ts';
import type { Trace } from '../../harness/contract/trace.ts';
import { createCellAccumulator } from './cell-accumulator.ts';

/** Episodes say themselves what they add. */
type Measured = Trace & { readonly adds: number; readonly of: number };
const metric: Metric = {
  name: 'm',
  title: 'M',
  unit: 'ms',
  summary: 'Of the test.',
  better: null,
  measure: (trace) => ({ numerator: (trace as Measured).adds, denominator: (trace as Measured).of }),
};
const episode = (session: string, adds: number, of: number, end: Trace['end'] = 'completed'): Measured => ({
  ...{ session, cell: 'c', seed: '1', loop: 'open', steps: [], end, divergedAt: null, retries: 0 },
  adds,
  of,
});

const sums = fc.array(
  fc.tuple(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.double({ min: 0, max: 1e3, noNaN: true })),
  {
    minLength: 1,
    maxLength: 12,
  },
);

describe('repeats of a session in a cell', () => {
  it('that are equal add to the bit what one adds, in whatever order they come', () => {
    fc.assert(
      fc.property(sums, fc.integer({ min: 2, max: 7 }), (all, repeats) => {
        const [once, often] = [createCellAccumulator([metric]), createCellAccumulator([metric])];
        for (const [at, [adds, of]] of all.entries()) once.add(episode(`s${at}`, adds, of));
        for (let repeat = repeats; repeat >= 1; repeat--)
          for (const [at, [adds, of]] of all.entries()) often.add(episode(`s${at}`, adds, of), repeat);
        expect(often.sums('m')).toEqual(once.sums('m'));
        expect([often.sessions(), often.steps(), often.crashed()]).toEqual([once.sessions(), once.steps(), []]);
      }),
    );
  });

  it('that differ add their mean', () => {
    const cell = createCellAccumulator([metric]);
    for (const [at, adds] of [3, 5, 10].entries()) cell.add(episode('s', adds, at), at + 1);
    expect(cell.sums('m')).toEqual({
      sessions: ['s'],
      numerators: Float64Array.of(6),
      denominators: Float64Array.of(1),
    });
  });

  it('of which one crashed are left out as a whole, whichever it was, and count as one crashed session', () => {
    for (const lost of [1, 2, 3]) {
      const cell = createCellAccumulator([metric]);
      for (const repeat of [1, 2, 3]) {
        cell.add(episode('a', 1, 1), repeat);
        cell.add(episode('b', 2, 1, repeat === lost ? 'crashed' : 'completed'), repeat);
      }
      expect([cell.sessions(), cell.crashed(), cell.faults().crashed]).toEqual([['a'], ['b'], 1]);
      expect(cell.sums('m').numerators).toEqual(Float64Array.of(1));
    }
  });

  it('come once each', () => {
    const cell = createCellAccumulator([metric]);
    cell.add(episode('a', 1, 1), 2);
    expect(() => cell.add(episode('a', 1, 1), 2)).toThrow(/twice/);
  });
});
