import type { CellAccumulator } from '../../../reports/results/cell-accumulator.ts';
import type { CellResult } from './results.ts';

/** One cell as a run hands it over: what it was, and what its sessions add up to. */
export interface CellInput extends Pick<CellResult, 'id' | 'arm' | 'loop' | 'noise' | 'driver' | 'gate'> {
  readonly accumulator: CellAccumulator;
}

type Place = Pick<CellResult, 'arm' | 'loop' | 'noise' | 'driver'>;

/** Whether a noise label stands for no noise at all. */
export function isZeroNoise({ noise }: Pick<CellResult, 'noise'>): boolean {
  return [noise.alpha, noise.beta, noise.slip].every((label) => Number(label) === 0);
}

/**
 * The cell of another arm at the same noise, driver and loop. Nobody reviews suggestions in the human-only arm:
 * failing an exact match, one with the same slip serves.
 */
export function sameNoiseCell<T extends Place>(
  cells: readonly T[],
  cell: Place,
  arm: CellResult['arm'],
): T | undefined {
  const others = cells.filter((other) => other.arm === arm && other.driver === cell.driver && other.loop === cell.loop);
  const bySlip = others.filter(({ noise }) => noise.slip === cell.noise.slip);
  const exact = bySlip.find(({ noise }) => noise.alpha === cell.noise.alpha && noise.beta === cell.noise.beta);
  return exact ?? (arm === 'human-only' ? bySlip[0] : undefined);
}

/** The cell of the same arm, driver and loop without noise. */
export function zeroNoiseCell<T extends Place>(cells: readonly T[], cell: Place): T | undefined {
  return cells.find(
    (other) => other.arm === cell.arm && other.driver === cell.driver && other.loop === cell.loop && isZeroNoise(other),
  );
}

/** The cell whose rates sum to most; where labels are no numbers, the last. Throws: where there is no cell. */
export function noisiest(cells: readonly CellResult[]): CellResult {
  const level = ({ noise }: CellResult) => Number(noise.alpha) + Number(noise.beta) + Number(noise.slip);
  return cells.reduce((most, cell) => (level(cell) < level(most) ? most : cell));
}
