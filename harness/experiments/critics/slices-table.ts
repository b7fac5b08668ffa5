import type { FigureTable } from '../../../reports/figures/schema.ts';
import { type Columns, plain, ranged, table, text } from '../../../reports/figures/table.ts';
import { MIN_SUPPORT } from '../../bench/noise/gate-slices.ts';
import { type AtNoise, atEach, CORRECTED, NOISE } from './critics-tables.ts';
import type { JudgedGate, JudgedSlice } from './judge-gates.ts';
import type { NoiseResult } from './noise-result.ts';

/** What stands for everything together. */
const ALL = 'all';

interface SliceRow extends Omit<JudgedSlice, 'support'>, Pick<JudgedGate, 'gate' | 'corrected' | 'target' | 'slices'> {
  readonly support: number | null;
  /** Whether it stands for the others in the first view. */
  readonly shown: boolean;
}

const COLUMNS: Columns<AtNoise<SliceRow>> = {
  ...NOISE,
  gate: text('gate', 'gate', { detail: true }),
  ...CORRECTED,
  target: plain('target', 'share', 'target', [
    'The one asked for where it is within reach, else one that is: the highest in whole per cents.',
  ]),
  by: text('threshold by', 'slices', [
    'One for all, or one for each kind of action or cluster of procedures;',
    'joint ones share δ, so that all keep the promise at once.',
  ]),
  slice: text('slice', 'slice'),
  support: plain('held-out answers', 'count', 'support', `Slices with fewer than ${MIN_SUPPORT} stay closed.`),
  threshold: plain('threshold', 'score', 'threshold'),
  precision: ranged('true precision', 'share', 'precision', 'Of the slice, on the evaluation sessions.'),
  coverage: ranged('coverage', 'share', 'coverage', 'Of the slice, on the evaluation sessions.'),
  reason: text('reason', 'reason', { detail: true }),
};

/**
 * Thresholds by kind of action or cluster of procedures, with what each lets pass. All but those of one gate at the
 * first and the last noise point, corrected where it can be, at a target at which gates open, are detail.
 */
export const gateSlicesTable = (results: readonly NoiseResult[], critic: string, gate: string): FigureTable =>
  table({
    id: 'slices',
    title: `Thresholds by slice, gate ${gate}, critic ${critic}`,
    caption: [],
    columns: COLUMNS,
    rows: atEach(results, (result) => {
      const { sliced, withinReach } = result;
      const atEnds = result === results[0] || result === results.at(-1);
      const correctable = sliced.some(({ corrected }) => corrected);
      const target = withinReach ?? sliced[0]?.target;
      return sliced.flatMap((one) =>
        rowsOf(result, one, atEnds && one.gate === gate && one.corrected === correctable && one.target === target),
      );
    }),
    detailRow: ({ shown }) => !shown,
  });

function rowsOf({ critics }: NoiseResult, { bySlice, ...whole }: JudgedGate, shown: boolean): SliceRow[] {
  const support = critics.find(({ name }) => name === whole.critic)?.calibration.length ?? null;
  const threshold = whole.slices === 'global' ? whole.threshold : null;
  return [{ slice: ALL, support, threshold }, ...bySlice].map((one) => ({ ...whole, ...one, shown }));
}
