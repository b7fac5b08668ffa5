import type { FigureTable } from '../../../reports/figures/schema.ts';
import { MIN_SUPPORT } from '../../bench/noise/gate-slices.ts';
import { plain, type Row, ranged, text } from '../../bench/report/table-columns.ts';
import type { JudgedGate } from './judge-gates.ts';
import { NOISE, noiseOf } from './noise-columns.ts';
import type { NoiseResult } from './noise-result.ts';

/** What stands for everything together. */
const ALL = 'all';

/**
 * Thresholds by kind of action or cluster of procedures, with what each lets pass. Shown on the terminal are those of
 * one gate at the first and the last noise point, corrected where it can be, at a target at which gates open.
 */
export function gateSlicesTable(results: readonly NoiseResult[], critic: string, only: string | null): FigureTable {
  const shown = only === null ? results : [...new Set([results[0], results.at(-1)])].filter((one) => one !== undefined);
  return {
    id: only === null ? 'slices-all' : 'slices',
    title:
      only === null ? `Thresholds by slice, critic ${critic}` : `Thresholds by slice, gate ${only}, critic ${critic}`,
    caption: `One threshold for all, or one for each kind of action or cluster of procedures; joint ones share δ, so that all keep the promise at once. Slices with fewer than ${MIN_SUPPORT} held-out answers stay closed. Precision and coverage are true ones, of the slice, on the evaluation sessions.${only === null ? '' : ' The target is the one asked for where it is within reach, else the one that is (below).'}`,
    columns: [
      ...NOISE,
      ...(only === null ? [text('gate')] : []),
      text('corrected', 'noise correction'),
      plain('target', 'target', 'share'),
      text('by', 'threshold by'),
      text('slice'),
      plain('support', 'held-out answers', 'count'),
      plain('threshold', 'threshold', 'score'),
      ranged('precision', 'true precision', 'share'),
      ranged('coverage', 'coverage', 'share'),
      ...(only === null ? [text('reason')] : []),
    ],
    rows: shown.flatMap((result) => {
      const { sliced, withinReach } = result;
      const correctable = sliced.some(({ corrected }) => corrected);
      const target = withinReach ?? sliced[0]?.target;
      return sliced
        .filter((one) => only === null || (one.gate === only && one.corrected === correctable && one.target === target))
        .flatMap((gate) => rowsOf(result, gate));
    }),
    terminal: only !== null,
  };
}

function rowsOf(
  result: NoiseResult,
  { gate, critic, slices, corrected, target, bySlice, ...whole }: JudgedGate,
): Row[] {
  const support = result.critics.find(({ name }) => name === critic)?.calibration.length ?? null;
  const all = { slice: ALL, support, ...whole, threshold: slices === 'global' ? whole.threshold : null };
  return [all, ...bySlice].map(({ slice, support: answers, threshold, reason, precision, coverage }) => ({
    kind: 'measured',
    cells: {
      ...noiseOf(result),
      gate,
      corrected: corrected ? result.correction : 'none',
      target,
      by: slices,
      slice,
      support: answers,
      threshold,
      precision,
      coverage,
      reason,
    },
  }));
}
