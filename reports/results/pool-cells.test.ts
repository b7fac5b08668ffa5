import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Metric } from '../../harness/contract/metric.ts';
import type { Trace } from '../../harness/contract/trace.ts';
import { createCellAccumulator } from './cell-accumulator.ts';
import { poolCells } from './pool-cells.ts';

const retries: Metric = {
  name: 'retries',
  title: 'Retries',
  unit: 'count',
  summary: '',
  better: null,
  measure: (trace) => ({ numerator: trace.retries, denominator: 1 }),
};

/** Every fourth count of retries is that of an episode that crashed. */
const traceOf = (session: string, retried: number) =>
  ({
    session,
    cell: 'c',
    end: retried % 4 === 3 ? 'crashed' : 'completed',
    retries: retried,
    steps: [],
  }) as unknown as Trace;

function cellOf(traces: readonly Trace[]) {
  const cell = createCellAccumulator([retries]);
  for (const trace of traces) cell.add(trace);
  return cell;
}

it('adds up to what one cell would that saw all traces, whatever the parts and the order', () => {
  const some = fc.uniqueArray(fc.tuple(fc.string(), fc.nat(9), fc.nat(3)), { selector: ([id]) => id });
  fc.assert(
    fc.property(some, (all) => {
      const parts = [0, 1, 2, 3].map((part) => all.filter(([, , own]) => own === part));
      const pooled = poolCells(parts.map((part) => cellOf(part.map(([id, value]) => traceOf(id, value)))));
      const one = cellOf(all.map(([id, value]) => traceOf(id, value)));
      expect(pooled.sessions()).toEqual(one.sessions());
      expect(pooled.sums('retries')).toEqual(one.sums('retries'));
      expect(pooled.crashed()).toEqual(one.crashed());
    }),
  );
});

it('refuses a session that is in two cells, by name', () => {
  const cells = ['a', 'b'].map((other) => cellOf([traceOf('x', 0), traceOf(other, 1)]));
  expect(() => poolCells(cells)).toThrow(/"x" is in two/);
});
