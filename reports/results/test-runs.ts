import type { Metric } from '../../harness/contract/metric.ts';
import type { Trace, TraceStep } from '../../harness/contract/trace.ts';
import { metric as activeMs } from '../metrics/active-ms-per-session.ts';
import { metric as criticPrecision } from '../metrics/critic-precision.ts';
import { metric as sessionAutomation } from '../metrics/session-automation.ts';
import { metric as wrongChosen } from '../metrics/sessions-with-wrong-chosen.ts';
import { metric as wrongExecuted } from '../metrics/sessions-with-wrong-executed.ts';
import { metric as stepAutomation } from '../metrics/step-automation.ts';
import { executed, RIGHT, reviewed, step, trace, WRONG_KIND } from '../metrics/support/test-traces.ts';
import type { ResultsInput } from './build-results.ts';
import { createCellAccumulator } from './cell-accumulator.ts';
import type { CellInput } from './cell-input.ts';
import type { CellResult } from './schema.ts';

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

/** Everything else that results hold. */
export function runOf(cells: readonly CellInput[]): ResultsInput {
  return {
    experiment: 'test',
    question: 'Does it add up?',
    metrics: METRICS,
    cells,
    run: {
      command: 'pnpm bench',
      seed: '1',
      startedAt: '2026-01-01T00:00:00.000Z',
      durationMs: 1,
      deskbench: '0.1.0',
      node: '20.19.0',
      platform: 'linux-x64',
      git: null,
      providers: { policy: 'cpu', critic: 'cpu' },
      dependencies: {},
    },
    dataset: { name: 'd', source: 'embedded', hash: 'h', sessions: 1, steps: 1, procedures: 1, importNotes: [] },
    split: { evaluation: 200 },
    models: { policy: 'p', critic: 'c', gate: 'g' },
    classification: null,
    parity: null,
    closedLoop: null,
    notes: [],
  };
}
