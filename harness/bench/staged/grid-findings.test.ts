import { describe, expect, it } from 'vitest';
import { describeGrid } from './grid-findings.ts';
import type { CellResult, Comparison } from './results.ts';

const cellOf = (arm: string, alpha: number, wrong: number | null = null, threshold: number | null = 0.5) =>
  ({
    ...{ id: `${arm} ${alpha}`, arm, loop: 'open', driver: 'in-process' },
    noise: { alpha: `${alpha}`, beta: '0', slip: '0' },
    gate: { name: 'g', threshold, reason: null, targetPrecision: 0.9 },
    metrics: { sessions_with_wrong_executed: { estimate: wrong, low: wrong, high: wrong, of: 9 } },
  }) as unknown as CellResult;
const compared = (metric: string, cell: CellResult, baseline: CellResult, verdict: string) =>
  ({ metric, cell: cell.id, baseline: baseline.id, verdict }) as Comparison;

const zero = cellOf('selective', 0);
const alone = cellOf('human-only', 0);
const ALPHAS = [0.1, 0.2, 0.3, 0.4];
const noisy = ALPHAS.map((alpha, at) => cellOf('selective', alpha, [0.2, 0.5, 0.5, null][at]!));
const VERDICTS = ['worse', 'worse', 'better', 'undecided'];
const against = (metric: string, baseline: CellResult, verdicts = VERDICTS) =>
  noisy.map((cell, at) => compared(metric, cell, baseline, verdicts[at]!));
const inputOf = (comparisons: readonly Comparison[]) => ({
  cells: [zero, alone, ...noisy],
  comparisons: [...comparisons],
});

describe('many noisy settings in a few sentences', () => {
  it('count what became of automation, time and harm, each against its own baseline and in its own words', () => {
    const found = describeGrid(
      noisy,
      inputOf([
        ...against('session_automation', zero),
        ...against('active_ms_per_session', alone, ['better', 'better', 'better', 'equivalent']),
        ...against('sessions_with_wrong_executed', zero, ['better', 'equivalent', 'worse', 'worse']),
        // Against others they say nothing here.
        ...against('session_automation', alone),
        ...against('active_ms_per_session', zero),
      ]),
    );
    expect(found).toEqual([
      'Of 4 noisy settings, automated sessions against no noise: fewer in 2, more in 1, equivalent in 0, undecided in 1.',
      'Of 4 noisy settings, operator time against operators working alone: lost in 0, saved in 3, equivalent in 1, undecided in 0.',
      'Of 4 noisy settings, sessions with a wrong automated action against no noise: more in 2, fewer in 1, equivalent in 1, undecided in 0.',
      expect.stringMatching(/^At α 0\.2, automation does most harm: it went wrong in 50(\.0)?\u202f% /),
    ]);
  });

  it('name no greatest harm where none is shown, or none was done', () => {
    const harmless = against('sessions_with_wrong_executed', zero, ['equivalent', 'better', 'undecided', 'better']);
    expect(describeGrid(noisy, inputOf(harmless))).toHaveLength(1);
    const none = ALPHAS.map((alpha) => cellOf('selective', alpha, 0));
    const shown = none.map((cell) => compared('sessions_with_wrong_executed', cell, zero, 'worse'));
    expect(describeGrid(none, { cells: [zero, ...none], comparisons: shown })).toHaveLength(1);
  });

  it('say where gates are closed: all, up to eight by name, and of more how many', () => {
    const closedOf = (closed: number, all: number) => {
      const cells = Array.from({ length: all }, (_, at) =>
        cellOf('selective', (at + 1) / 100, null, at < closed ? null : 0.5),
      );
      return describeGrid(cells, { cells, comparisons: [] });
    };
    expect(closedOf(0, 3)).toEqual([]);
    expect(closedOf(3, 3)[0]).toMatch(/^In 3 of 3 noisy settings .*: all of them\.$/);
    expect(closedOf(8, 12)[0]).toMatch(/: α 0\.01; .*; α 0\.08\.$/);
    expect(closedOf(10, 12)[0]).toMatch(/^In 10 of 12 .*; α 0\.08; and 2 more\.$/);
  });
});
