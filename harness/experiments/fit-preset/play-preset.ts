import { PAPER_PRESET } from '../../../fixtures/generator/paper-preset.ts';
import type { Ranged } from '../../../reports/figures/schema.ts';
import { metric as activeMs } from '../../../reports/metrics/active-ms-per-session.ts';
import { metric as goalReached } from '../../../reports/metrics/goal-reached.ts';
import { metric as sessionAutomation } from '../../../reports/metrics/session-automation.ts';
import type { CellAccumulator } from '../../../reports/results/cell-accumulator.ts';
import { pairedDifference } from '../../../reports/stats/paired-difference.ts';
import type { OperatorTimes } from '../../../simulators/operators/answering/operator-times.ts';
import { playCells, withOperators, withTrained } from '../../bench/closed-loop/closed-bench.ts';
import { metricEstimate } from '../../bench/closed-loop/metric-estimate.ts';
import type { OpenBench } from '../../bench/closed-loop/open-closed-bench.ts';
import { paperOperators } from '../../bench/closed-loop/paper-operators.ts';
import { type Crashes, crashesOf } from '../../bench/report/crashes.ts';
import type { NoiseSettings } from '../../contract/operator.ts';
import type { Arm, Cell } from '../../contract/scenario.ts';
import type { Session } from '../../contract/session.ts';
import { inPart } from '../../deployment/bench.ts';
import { sumOf } from '../../shared/numbers.ts';

/** One setting of what is free. */
export interface CalibrationPoint {
  /** Share of settled refusals, in [0, 1]. */
  readonly settled: number;
  readonly beta: number;
  /** Confidences below which a chatbot hands over; null: only automation is asked for. */
  readonly handsOver: readonly number[] | null;
}

/** What one arm came to at one point, under one mix and in one population. Times in milliseconds a session. */
export interface CalibrationRow {
  readonly mix: string;
  /** From 1. */
  readonly population: number;
  readonly point: string;
  readonly arm: string;
  readonly automated: Ranged;
  readonly activeMs: Ranged;
  /** Parts of the active time that are in proportion to the medians of `review` and `catchUp`. Null: not asked for. */
  readonly reviewMs: number | null;
  readonly catchUpMs: number | null;
  readonly goal: Ranged;
  /** Relative change of active time from this arm to selective automation on the same sessions. */
  readonly selectiveAgainstIt: Ranged;
  /** Its episodes in which the desk failed for good. */
  readonly crashes: readonly Crashes[];
}

const METRICS = [sessionAutomation, activeMs, goalReached] as const;
/** Plays that find what reading takes, in words. */
const WITHOUT = { review: 'no time to review', catchUp: 'no time to catch up' } as const;
/** The arm that is calibrated. */
export const SELECTIVE = 'selective';

/** Trains critic and gate at the point and plays its arms, with and without what reading takes. */
export async function playPreset(
  { bench, training }: Pick<OpenBench, 'bench' | 'training'>,
  { settled, beta, handsOver }: CalibrationPoint,
  sessions: readonly Session[],
): Promise<Omit<CalibrationRow, 'mix' | 'population'>[]> {
  const before: Crashes[] = [];
  const noise = paperOperators({ ...PAPER_PRESET.operators, beta, settledRefusals: settled });
  const trainer = { ...bench, onCrashes: (crashes: readonly Crashes[]) => before.push(...crashes) };
  return withTrained(trainer, noise, training, async (deployment) => {
    const played = cellsOf(noise, handsOver).map((cell) => ({ cell, deployment }));
    const point = `settled ${settled}, β ${beta}`;
    const play = (times: Partial<OperatorTimes>, without: readonly Arm[], how?: string) => {
      const own = played.filter(({ cell }) => !without.includes(cell.arm));
      const here = inPart(withOperators(bench, { times }), how === undefined ? point : `${point}, ${how}`);
      return playCells(here, own, sessions, METRICS);
    };
    const ms = (cells: ReadonlyMap<string, CellAccumulator>, id: string) =>
      metricEstimate(cellOf(cells, id), activeMs).estimate ?? Number.NaN;
    const sums = await play({}, []);
    const without = handsOver && {
      review: await play({ review: { ...PAPER_PRESET.times.review, medianMs: 0 } }, LEFT_OUT.review, WITHOUT.review),
      catchUp: await play(
        { catchUp: { ...PAPER_PRESET.times.catchUp, medianMs: 0 } },
        LEFT_OUT.catchUp,
        WITHOUT.catchUp,
      ),
    };
    /** What an arm's active time falls by; arms without such a part were not played again. */
    const part = (cells: ReadonlyMap<string, CellAccumulator>, id: string) =>
      cells.has(id) ? ms(sums, id) - ms(cells, id) : 0;
    return played.map(({ cell: { id } }) => ({
      point,
      arm: id,
      automated: metricEstimate(cellOf(sums, id), sessionAutomation),
      activeMs: metricEstimate(cellOf(sums, id), activeMs),
      reviewMs: without && part(without.review, id),
      catchUpMs: without && part(without.catchUp, id),
      goal: metricEstimate(cellOf(sums, id), goalReached),
      selectiveAgainstIt: change(cellOf(sums, SELECTIVE), cellOf(sums, id)),
      // What was learned before play is what selective automation goes by.
      crashes: [
        ...(id === SELECTIVE ? before : []),
        ...crashesOf(id, cellOf(sums, id), METRICS),
        ...Object.entries(without ?? {}).flatMap(([part, cells]) => {
          const own = cells.get(id);
          return own ? crashesOf(`${id} with ${WITHOUT[part as keyof typeof WITHOUT]}`, own, []) : [];
        }),
      ],
    }));
  });
}

/** Arms that have no part of the active time in proportion to it, and are not played again without it. */
const LEFT_OUT = { review: ['human-only', 'chatbot'], catchUp: ['human-only', 'copilot'] } as const satisfies Record<
  keyof typeof WITHOUT,
  readonly Arm[]
>;

/** Ids of the cells of a point, and how many cells are played of it in all, again ones included. */
export function playedOf({ settled, beta, handsOver }: CalibrationPoint) {
  const cells = cellsOf(paperOperators({ ...PAPER_PRESET.operators, beta, settledRefusals: settled }), handsOver);
  const again = Object.values(LEFT_OUT).map((arms: readonly Arm[]) => cells.filter(({ arm }) => !arms.includes(arm)));
  return {
    arms: cells.map(({ id }) => id),
    cells: cells.length + (handsOver === null ? 0 : sumOf(again, ({ length }) => length)),
  };
}

function cellsOf(noise: NoiseSettings, handsOver: readonly number[] | null): Cell[] {
  const cell = (arm: Arm): Cell => ({ id: arm, arm, loop: 'closed', noise });
  if (handsOver === null) return [cell('human-only'), cell(SELECTIVE)];
  return [
    ...(['human-only', 'copilot', SELECTIVE, 'confirmed-close'] as const).map(cell),
    ...handsOver.map((below) => ({
      ...cell('chatbot'),
      id: `chatbot, hands over below ${below}`,
      handsOverBelow: below,
    })),
  ];
}

function cellOf(cells: ReadonlyMap<string, CellAccumulator>, id: string): CellAccumulator {
  const found = cells.get(id);
  if (!found) throw new Error(`The arm "${id}" was not played.`);
  return found;
}

function change(arm: CellAccumulator, baseline: CellAccumulator): Ranged {
  const { relative } = pairedDifference(arm.sums(activeMs.name), baseline.sums(activeMs.name), 'ms', 'lower');
  return relative ?? { estimate: null, low: null, high: null };
}
