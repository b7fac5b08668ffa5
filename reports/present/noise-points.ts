import type { CellResult, Results } from '../results/schema.ts';
import { singleLine } from './single-line.ts';

type Arm = CellResult['arm'];
export const ARMS: readonly Arm[] = ['human-only', 'copilot', 'selective'];
export const NOISE_DIMENSIONS = ['alpha', 'beta', 'slip'] as const;
export type NoiseDimension = (typeof NOISE_DIMENSIONS)[number];
export const NOISE_SYMBOL: Readonly<Record<NoiseDimension, string>> = { alpha: 'α', beta: 'β', slip: 'slip' };

/** How to read intervals and noise, for whoever sees them first. */
export const NOISE_READING =
  'In brackets the 95 % interval, clustered by session. α: operators reject a right suggestion; β: they accept a wrong one; slip: their correction is itself wrong.';

/** One noise level of a run with its arms: a row of the tables, an abscissa of the plots. */
export interface NoisePoint {
  /** Labels as they were asked for. */
  readonly noise: Readonly<Record<NoiseDimension, string>>;
  /** The same as rates; null where a label names a set of rates, such as `paper`. */
  readonly rate: Readonly<Record<NoiseDimension, number | null>>;
  /** `α 0.1 · β 0.3 · slip 0.02`, and the driver or loop where the run has several. */
  readonly label: string;
  readonly arms: Readonly<Partial<Record<Arm, CellResult>>>;
}

/** Cells grouped by noise level, in the order in which the run holds them. */
export function noisePoints(results: Pick<Results, 'cells'>): NoisePoint[] {
  const drivers = new Set(results.cells.map((cell) => cell.driver)).size > 1;
  const loops = new Set(results.cells.map((cell) => cell.loop)).size > 1;
  const groups = new Map<string, CellResult[]>();
  for (const cell of results.cells) {
    const key = JSON.stringify([cell.noise.alpha, cell.noise.beta, cell.noise.slip, cell.driver, cell.loop]);
    const group = groups.get(key);
    if (group) group.push(cell);
    else groups.set(key, [cell]);
  }
  return shareHumanOnly([...groups.values()]).map((cells) => toPoint(cells, drivers, loops));
}

/**
 * Where the human-only arm was run once for several levels (it reviews nothing, so only slips matter to it), it stands
 * in each of them, and a level that holds nothing else goes.
 */
function shareHumanOnly(groups: readonly CellResult[][]): CellResult[][] {
  const humans = groups.flat().filter((cell) => cell.arm === 'human-only');
  const used = new Set<CellResult>();
  const filled = groups.map((cells) => {
    if (cells.some((cell) => cell.arm === 'human-only')) return cells;
    const [first] = cells;
    const human = humans.find(
      ({ noise, driver, loop }) => noise.slip === first?.noise.slip && driver === first.driver && loop === first.loop,
    );
    if (!human) return cells;
    used.add(human);
    return [...cells, human];
  });
  return filled.filter((cells) => !(cells.length === 1 && used.has(cells[0]!)));
}

function toPoint(cells: readonly CellResult[], drivers: boolean, loops: boolean): NoisePoint {
  // The human-only cell may come from another level, and then stands last.
  const first = cells[0]!;
  const noise = {
    alpha: singleLine(first.noise.alpha),
    beta: singleLine(first.noise.beta),
    slip: singleLine(first.noise.slip),
  };
  const parts = NOISE_DIMENSIONS.map((dimension) => `${NOISE_SYMBOL[dimension]} ${noise[dimension]}`);
  if (drivers) parts.push(first.driver);
  if (loops) parts.push(`${first.loop} loop`);
  return {
    noise,
    rate: { alpha: toRate(noise.alpha), beta: toRate(noise.beta), slip: toRate(noise.slip) },
    label: parts.join(' · '),
    arms: Object.fromEntries(cells.map((cell) => [cell.arm, cell])),
  };
}

function toRate(label: string): number | null {
  const rate = label === '' ? Number.NaN : Number(label);
  return Number.isFinite(rate) ? rate : null;
}

/** The points with least and with most noise, by the sum of their rates; by order where labels are no numbers. */
export function noiseExtremes(points: readonly NoisePoint[]): { least: NoisePoint; most: NoisePoint } | null {
  const sum = ({ rate }: NoisePoint): number | null =>
    rate.alpha === null || rate.beta === null || rate.slip === null ? null : rate.alpha + rate.beta + rate.slip;
  const ordered = points.filter((point) => sum(point) !== null).sort((a, b) => sum(a)! - sum(b)!);
  const candidates = ordered.length > 0 ? ordered : points;
  const [least, most] = [candidates[0], candidates[candidates.length - 1]];
  return least && most ? { least, most } : null;
}
