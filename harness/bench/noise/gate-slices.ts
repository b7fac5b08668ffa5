import { type Slicing, slicedGate } from '../../../policies/gates/support/sliced-gate.ts';
import { byCluster, byKind } from '../../../policies/gates/support/slicings.ts';
import type { Catalog } from '../../contract/catalog.ts';
import type { GateRecipe } from '../../contract/gate.ts';
import type { KnownNoiseOfGate } from './noise-rates-gate.ts';

export const GATE_SLICES = ['global', 'kind', 'cluster', 'kind-joint', 'cluster-joint'] as const;
export type GateSlices = (typeof GATE_SLICES)[number];

/** Held-out answers below which a slice stays closed: little more than the fewest that can show 90 % at δ = .05. */
export const MIN_SUPPORT = 30;

/** How actions are divided; null: not at all. */
export function slicingOf(slices: GateSlices, { procedures }: Catalog): Slicing | null {
  if (slices === 'global') return null;
  const slicing =
    slices === 'kind' || slices === 'kind-joint'
      ? byKind(MIN_SUPPORT)
      : byCluster(new Map(procedures.map(({ id, cluster }) => [id, cluster])), MIN_SUPPORT);
  return { ...slicing, name: slices, joint: slices.endsWith('-joint') };
}

/**
 * The gate with a threshold for everything, for each kind of action, or for each cluster of procedures; joint ones
 * share δ. Where rates are known by slice, each slice gets its own.
 */
export function sliceGate(
  recipe: GateRecipe,
  slices: GateSlices,
  catalog: Catalog,
  bySlice?: KnownNoiseOfGate['bySlice'],
): GateRecipe {
  const slicing = slicingOf(slices, catalog);
  if (slicing === null) return recipe;
  return slicedGate(recipe, { ...slicing, ...(bySlice && { noiseOf: bySlice(slicing.sliceOf) }) });
}
