import type { CellResult } from './schema.ts';

/** The cell whose rates sum to most; where labels are no numbers, the last. Throws: where there is no cell. */
export function noisiest(cells: readonly CellResult[]): CellResult {
  const level = ({ noise }: CellResult) => Number(noise.alpha) + Number(noise.beta) + Number(noise.slip);
  return cells.reduce((most, cell) => (level(cell) < level(most) ? most : cell));
}
