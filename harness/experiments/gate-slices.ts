import { type Slicing, slicedGate } from '../../policies/gating/sliced-gate.ts';
import { byCluster, byKind } from '../../policies/gating/slicings.ts';
import type { Catalog } from '../contract/catalog.ts';
import type { GateRecipe } from '../contract/gate.ts';
import type { ToldGate } from './noise-rates-gate.ts';

export const GATE_SLICES = ['global', 'kind', 'cluster', 'kind-joint', 'cluster-joint'] as const;
export type GateSlices = (typeof GATE_SLICES)[number];

/** Held-out answers below which a slice stays closed: little more than the fewest that can show 90 % at δ = .05. */
const MIN_SUPPORT = 30;

/**
 * The gate with a threshold for everything, for each kind of action, or for each cluster of procedures; joint ones
 * share δ. Where rates are known by slice, each slice gets its own.
 */
export function sliceGate(
  recipe: GateRecipe,
  slices: GateSlices,
  { procedures }: Catalog,
  bySlice?: ToldGate['bySlice'],
): GateRecipe {
  if (slices === 'global') return recipe;
  const slicing: Slicing =
    slices === 'kind' || slices === 'kind-joint'
      ? byKind(MIN_SUPPORT)
      : byCluster(new Map(procedures.map(({ id, cluster }) => [id, cluster])), MIN_SUPPORT);
  return slicedGate(recipe, {
    ...slicing,
    name: slices,
    joint: slices.endsWith('-joint'),
    ...(bySlice && { noiseOf: bySlice(slicing.sliceOf) }),
  });
}
