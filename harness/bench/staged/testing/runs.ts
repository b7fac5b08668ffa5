import { metric as activeMs } from '../../../../reports/metrics/active-ms-per-session.ts';
import { metric as criticPrecision } from '../../../../reports/metrics/critic-precision.ts';
import { metric as sessionAutomation } from '../../../../reports/metrics/session-automation.ts';
import { metric as wrongChosen } from '../../../../reports/metrics/sessions-with-wrong-chosen.ts';
import { metric as wrongExecuted } from '../../../../reports/metrics/sessions-with-wrong-executed.ts';
import { metric as stepAutomation } from '../../../../reports/metrics/step-automation.ts';
import { executed, RIGHT, reviewed, step, trace, WRONG_KIND } from '../../../../reports/metrics/support/test-traces.ts';
import { createCellAccumulator } from '../../../../reports/results/cell-accumulator.ts';
import type { Metric } from '../../../contract/metric.ts';
import type { Trace, TraceStep } from '../../../contract/trace.ts';
import type { ResultsInput } from '../build-results.ts';
import type { CellInput } from '../cells.ts';
import type { CellResult } from '../results.ts';

/** Small simulated runs for tests. */
export const METRICS: readonly Metric[] = [
  activeMs,
  sessionAutomation,
  stepAutomation,
  wrongExecuted,
  wrongChosen,
  criticPrecision,
];

/** A number in [0, 1) that looks random and depends on its arguments only. */
export function draw(...keys: readonly number[]): number {
  let state = 0x9e3779b9;
  for (const key of keys) {
    state = Math.imul(state ^ (key + 0x7f4a7c15), 0x85ebca6b);
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
    state ^= state >>> 16;
  }
  return (state >>> 0) / 2 ** 32;
}

export interface TestCell {
  readonly arm: CellResult['arm'];
  readonly noise?: Partial<CellResult['noise']>;
  /** Scores at or above it pass; null: nothing does. */
  readonly threshold?: number | null;
  /** Share of suggestions that are right. */
  readonly right?: number;
}

const STEPS = 3;

/** The episode of session number `at`: all cells share its suggestions, scores and times. */
export function episode({ arm, threshold = 0.5, right = 0.9 }: TestCell, at: number): Trace {
  const steps = Array.from({ length: STEPS }, (_, index): TraceStep => {
    const activeMs = Math.round(4000 + 8000 * draw(at, index, 1));
    if (arm === 'human-only') return step({ activeMs });
    const suggestion = draw(at, index, 2) < right ? RIGHT : WRONG_KIND;
    const score = draw(at, index, 3);
    if (arm === 'selective' && threshold !== null && score >= threshold) return executed(suggestion, { score });
    const verdict = suggestion === RIGHT ? 'accept' : 'correct';
    return reviewed(suggestion, verdict, {
      score: arm === 'selective' ? score : null,
      activeMs: Math.round(activeMs * 0.7),
    });
  });
  return trace(steps, { session: `session-${at}`, cell: arm });
}

/** A cell after these episodes. */
export function cellOf(cell: TestCell, episodes: readonly Trace[]): CellInput {
  const noise = { alpha: '0', beta: '0', slip: '0', ...cell.noise };
  const accumulator = createCellAccumulator(METRICS);
  for (const one of episodes) accumulator.add(one);
  const { threshold = 0.5 } = cell;
  const reason = threshold === null ? 'no threshold shows 90 %' : 'found';
  return {
    id: `${cell.arm} alpha=${noise.alpha} beta=${noise.beta} slip=${noise.slip}`,
    arm: cell.arm,
    loop: 'open',
    noise,
    driver: 'in-process',
    gate: cell.arm === 'selective' ? { name: 'plug-in', threshold, reason, targetPrecision: 0.9 } : null,
    accumulator,
  };
}

/** A cell after sessions 0 to `sessions` − 1. */
export function runCell(cell: TestCell, sessions = 200): CellInput {
  return cellOf(
    cell,
    Array.from({ length: sessions }, (_, at) => episode(cell, at)),
  );
}

/** Everything else that a run holds. */
export const runOf = (cells: readonly CellInput[]): ResultsInput => ({
  metrics: METRICS,
  cells,
  closedLoop: null,
  populations: [{ seed: '1', datasetHash: 'h', cells }],
  classification: null,
  dataset: { importNotes: [] },
});
