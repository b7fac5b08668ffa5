import { slicedGate } from '../../policies/gating/sliced-gate.ts';
import { byCluster, byKind } from '../../policies/gating/slicings.ts';
import type { Catalog } from '../contract/catalog.ts';
import type { GateRecipe } from '../contract/gate.ts';

export const GATE_SLICES = ['global', 'kind', 'cluster'] as const;
export type GateSlices = (typeof GATE_SLICES)[number];

/** Held-out answers below which a slice stays closed: little more than the fewest that can show 90 % at δ = .05. */
const MIN_SUPPORT = 30;

/** The gate with a threshold for everything, for each kind of action, or for each cluster of procedures. */
export function sliceGate(recipe: GateRecipe, slices: GateSlices, { procedures }: Catalog): GateRecipe {
  switch (slices) {
    case 'global':
      return recipe;
    case 'kind':
      return slicedGate(recipe, byKind(MIN_SUPPORT));
    case 'cluster':
      return slicedGate(recipe, byCluster(new Map(procedures.map(({ id, cluster }) => [id, cluster])), MIN_SUPPORT));
  }
}
