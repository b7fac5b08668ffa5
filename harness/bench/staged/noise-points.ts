import { singleLine } from '../../../reports/present/single-line.ts';
import { negate } from '../../../reports/stats/complement.ts';
import { counted } from '../../../reports/stats/interval.ts';
import { sameNoiseCell } from './cells.ts';
import type { CellResult, ClosedLoop, Comparison, Results } from './results.ts';

type Arm = CellResult['arm'];
export const NOISE_DIMENSIONS = ['alpha', 'beta', 'slip'] as const;
export type NoiseDimension = (typeof NOISE_DIMENSIONS)[number];
export const NOISE_SYMBOL: Readonly<Record<NoiseDimension, string>> = { alpha: 'α', beta: 'β', slip: 'slip' };

/** The cells and comparisons of one loop. */
export type LoopResult = Pick<Results, 'cells' | 'comparisons'>;

/** One noise level of a loop with its arms: a row of the tables, an abscissa of the plots. */
export interface NoisePoint {
  /** Labels as they were asked for. */
  readonly noise: Readonly<Record<NoiseDimension, string>>;
  /** The same as rates; null where a label names a set of rates, such as `paper`. */
  readonly rate: Readonly<Record<NoiseDimension, number | null>>;
  /** `α 0.1 · β 0.3 · slip 0.02`. */
  readonly label: string;
  readonly arms: Readonly<Partial<Record<Arm, CellResult>>>;
}

/**
 * Cells grouped by noise level, in the order in which the loop holds them. Where the human-only arm was run once for
 * several levels (it reviews nothing, so only slips matter to it), it stands in each of them, and a level that holds
 * nothing else goes.
 */
export function noisePoints({ cells }: Pick<LoopResult, 'cells'>): NoisePoint[] {
  const groups = new Map<string, CellResult[]>();
  for (const cell of cells) {
    const key = JSON.stringify([cell.noise.alpha, cell.noise.beta, cell.noise.slip]);
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  const lent = new Set<CellResult>();
  const filled = [...groups.values()].map((group) => {
    const [first] = group;
    const human = first && sameNoiseCell(cells, first, 'human-only');
    if (!human || group.some(({ arm }) => arm === 'human-only')) return group;
    lent.add(human);
    return [...group, human];
  });
  return filled.filter((group) => !(group.length === 1 && lent.has(group[0]!))).map(toPoint);
}

function toPoint(cells: readonly CellResult[]): NoisePoint {
  // The human-only cell may come from another level, and then stands last.
  const rateOf = (dimension: NoiseDimension) => singleLine(cells[0]?.noise[dimension] ?? '');
  const noise = { alpha: rateOf('alpha'), beta: rateOf('beta'), slip: rateOf('slip') };
  return {
    noise,
    rate: { alpha: toRate(noise.alpha), beta: toRate(noise.beta), slip: toRate(noise.slip) },
    label: NOISE_DIMENSIONS.map((dimension) => `${NOISE_SYMBOL[dimension]} ${noise[dimension]}`).join(' · '),
    arms: Object.fromEntries(cells.map((cell) => [cell.arm, cell])),
  };
}

function toRate(label: string): number | null {
  const rate = label === '' ? Number.NaN : Number(label);
  return Number.isFinite(rate) ? rate : null;
}

/** The points with least and with most noise, by the sum of their rates; by order where labels are no numbers. */
export function noiseExtremes(points: readonly NoisePoint[]): { least: NoisePoint; most: NoisePoint } | null {
  const sum = ({ rate: { alpha, beta, slip } }: NoisePoint): number | null =>
    alpha === null || beta === null || slip === null ? null : alpha + beta + slip;
  const ordered = points.filter((point) => sum(point) !== null).sort((a, b) => sum(a)! - sum(b)!);
  const candidates = ordered.length > 0 ? ordered : points;
  const [least, most] = [candidates[0], candidates.at(-1)];
  return least && most ? { least, most } : null;
}

/** How an arm compares with human-only at the same noise; null where the run did not compare them. */
function againstHuman(
  { comparisons }: Pick<LoopResult, 'comparisons'>,
  { arms }: NoisePoint,
  arm: Arm,
  metric: string,
): Comparison | null {
  const human = arms['human-only']?.id;
  const found = comparisons.find(
    (one) => one.metric === metric && one.cell === arms[arm]?.id && one.baseline === human,
  );
  return found ?? null;
}

/** Share of the human-only active time that an arm saves; below 0 where it costs time. Null where nothing was compared. */
export function timeSaving(loop: Pick<LoopResult, 'comparisons'>, point: NoisePoint, arm: Arm) {
  const relative = againstHuman(loop, point, arm, 'active_ms_per_session')?.relative;
  return relative ? counted(negate(relative), sessionsOf(point, arm)) : null;
}

/** How many more cases reach their goal in the selective arm than with human-only. Null where nothing was compared. */
export function goalChange(loop: Pick<LoopResult, 'comparisons'>, point: NoisePoint) {
  const found = againstHuman(loop, point, 'selective', 'goal_reached');
  return found && counted(found, sessionsOf(point, 'selective'));
}

/** Sessions that both an arm and human-only finished, as far as results say. */
const sessionsOf = ({ arms }: NoisePoint, arm: Arm): number =>
  Math.min(arms[arm]?.sessions ?? 0, arms['human-only']?.sessions ?? 0);

/** What errors of the selective arm led to; undefined where none got twins. */
export const errorsAt = ({ propagation }: Pick<ClosedLoop, 'propagation'>, { arms }: NoisePoint) =>
  propagation.find(({ cell }) => cell === arms.selective?.id);
