import { describe, expect, it } from 'vitest';
import type { PooledFigures, PooledRun } from '../../bench/pool/play-pool.ts';
import { loadsOver, spansOver } from './over-populations.ts';
import type { LoadRow, SpanRow } from './span-tables.ts';
import { spanFindings } from './span-words.ts';

/** A population in which a run waits, and leaks, so much at each load. */
function loads(waits: readonly number[]): LoadRow[] {
  return waits.map((waitMs, at) => {
    const runs = [0, 1, 2].map((run) => ({ waitMs, activeMs: 1000 * at, leaked: at * (waitMs + run) }) as PooledRun);
    const own = { estimate: waitMs, low: waitMs - 1, high: waitMs + 1 };
    return { arm: 'copilot', held: 1, load: at, figures: { waitMs: own } as PooledFigures, runs };
  });
}

const spans = (wait: number, found = true): SpanRow[] => [
  {
    arm: 'copilot',
    held: 1,
    limit: 'wait',
    span: found ? { figures: loads([wait])[0]!.figures, runs: [], reached: wait < 3 } : null,
    fanOut: wait,
  },
];

describe('over populations', () => {
  it('are told the median, the least and the most; of one population its own interval', () => {
    const [first, last] = loadsOver([loads([1, 4]), loads([5, 2]), loads([2, 3])]);
    expect(first?.figures.waitMs).toEqual({ estimate: 2, low: 1, high: 5 });
    expect(last?.figures.waitMs).toEqual({ estimate: 3, low: 2, high: 4 });
    expect(loadsOver([loads([7])])[0]?.figures.waitMs).toEqual({ estimate: 7, low: 6, high: 8 });
    expect(spansOver([spans(1), spans(2), spans(5)])[0]).toMatchObject({
      fanOut: 2,
      span: { figures: { waitMs: { estimate: 2, low: 1, high: 5 } }, reached: false },
    });
    expect(spansOver([spans(1)])).toEqual(spans(1));
  });

  it('there is no span where some population has none', () => {
    expect(spansOver([spans(1), spans(2, false)])[0]?.span).toBeNull();
  });

  it('loads are compared within populations', () => {
    const plan = { operators: 3, limitMs: 1, mostAbandoned: 0.05 } as Parameters<typeof spanFindings>[3];
    const [over, , rise, corrected] = spanFindings(spans(1, false), [loads([1, 4]), loads([1, 90])], [], plan);
    expect(over).toMatch(/^Median over 2 populations, in brackets the least and the most/);
    expect(rise).toMatch(
      /leaked errors a session \+48\.000 \[\+5\.000, \+91\.000\], more in 2, less in 0 and undecided in 0 of 2 populations; active time \+1\.0/,
    );
    expect(corrected).toBe('Verdicts on load, run by run, are corrected for being 4 (Holm).');
  });

  it('a rise of one population is more by itself, and undecided with the runs that would decide it where it is not clear', () => {
    const plan = { operators: 3, limitMs: 1, mostAbandoned: 0.05 } as Parameters<typeof spanFindings>[3];
    const rise = (waits: readonly number[]) => spanFindings(spans(1, false), [loads(waits)], [], plan)[1];
    expect(rise([1, 90])).toMatch(/leaked errors a session \+91\.000 \[.*\], more; active time/);
    expect(rise([1, 1])).toMatch(
      /leaked errors a session \+2\.000 \[.*\], undecided, \d+ runs would decide; active time/,
    );
  });
});
