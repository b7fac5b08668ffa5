import type { Arm, Cell } from '../contract/scenario.ts';
import { uniformNoise } from '../contract/uniform-noise.ts';

export interface Grid {
  readonly arms: readonly Arm[];
  readonly alphas: readonly number[];
  readonly betas: readonly number[];
  readonly slips: readonly number[];
}

/**
 * The cells of an open-loop grid, in a fixed order. Nobody reviews suggestions in the human-only arm:
 * it varies by slip alone. Throws: where a rate is not in [0, 1] or a list is empty.
 */
export function expandCells({ arms, alphas, betas, slips }: Grid): Cell[] {
  for (const [name, list] of Object.entries({ arms, alphas, betas, slips }))
    if (list.length === 0) throw new Error(`A grid needs at least one value for ${name}.`);
  const cells = new Map<string, Cell>();
  for (const arm of arms)
    for (const slip of slips)
      for (const alpha of arm === 'human-only' ? [0] : alphas)
        for (const beta of arm === 'human-only' ? [0] : betas) {
          const rates = arm === 'human-only' ? `slip=${slip}` : `alpha=${alpha} beta=${beta} slip=${slip}`;
          const id = `${arm} ${rates}`;
          cells.set(id, { id, arm, loop: 'open', noise: uniformNoise({ alpha, beta, slip }) });
        }
  return [...cells.values()];
}
