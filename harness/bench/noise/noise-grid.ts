import type { Arm, Cell } from '../../contract/scenario.ts';
import { type NoiseLevel, parseNoiseOption } from './noise-option.ts';

/** How noisy feedback and operators are at one point of a grid, as people write it and as rates. */
export interface NoisePoint {
  readonly alpha: NoiseLevel;
  readonly beta: NoiseLevel;
  readonly slip: NoiseLevel;
}

/** A cell and the labels of its noise. */
export interface LabelledCell {
  readonly cell: Cell;
  readonly noise: NoiseOptions;
}

/** The rates of a point. */
export const ratesOf = ({ alpha, beta, slip }: NoisePoint) => ({
  alpha: alpha.rates,
  beta: beta.rates,
  slip: slip.rates,
});

const ARMS: readonly Arm[] = ['human-only', 'copilot', 'selective'];

/** How noise options are written on the command line. */
export interface NoiseOptions {
  readonly alpha: string;
  readonly beta: string;
  readonly slip: string;
}

/** Every combination of the levels that the options name: slip varies slowest, beta fastest. Throws: as `parseNoiseOption`. */
export function crossNoise(options: NoiseOptions): NoisePoint[] {
  const alphas = parseNoiseOption('--alpha', options.alpha);
  const betas = parseNoiseOption('--beta', options.beta);
  const slips = parseNoiseOption('--slip', options.slip);
  return slips.flatMap((slip) => alphas.flatMap((alpha) => betas.map((beta) => ({ alpha, beta, slip }))));
}

/**
 * The open-loop cells of the noise points, all arms at each. Nobody judges suggestions in the human-only
 * arm, but it has a cell at each point, so that every comparison is within one point.
 */
export function openLoopCells(points: readonly NoisePoint[]): LabelledCell[] {
  return points.flatMap((point) => ARMS.map((arm) => labelledCell(point, arm, 'open')));
}

/**
 * The same in closed loop. Operators without noise notice whatever is amiss before they go on; noisy ones do with the
 * given probability.
 */
export function closedLoopCells(points: readonly NoisePoint[], notice: number): LabelledCell[] {
  return points.flatMap((point) =>
    ARMS.map((arm) => {
      const { cell, noise } = labelledCell(point, arm, 'closed');
      const noiseless = Object.values(noise).every((label) => Number(label) === 0);
      return { cell: { ...cell, noise: { ...cell.noise, notice: noiseless ? 1 : notice } }, noise };
    }),
  );
}

function labelledCell(point: NoisePoint, arm: Arm, loop: Cell['loop']): LabelledCell {
  const { alpha, beta, slip } = point;
  const how = loop === 'open' ? arm : `${arm} closed-loop`;
  return {
    cell: {
      id: `${how} alpha=${alpha.label} beta=${beta.label} slip=${slip.label}`,
      arm,
      loop,
      noise: ratesOf(point),
    },
    noise: { alpha: alpha.label, beta: beta.label, slip: slip.label },
  };
}
