import type { Catalog } from '../../contract/catalog.ts';
import type { GateRecipe } from '../../contract/gate.ts';
import { type GateSlices, sliceGate } from './gate-slices.ts';
import { type KnownNoiseOfGate, noiseAwareOptions } from './noise-rates-gate.ts';

/** A gate, divided as asked, that means its target for what is right, by the noise it is told. */
export function noiseAwareGate(
  recipe: GateRecipe,
  slices: GateSlices,
  catalog: Catalog,
  known: KnownNoiseOfGate,
): GateRecipe {
  const gate = sliceGate(recipe, slices, catalog, known.bySlice);
  return { ...gate, fit: (answers, options) => gate.fit(answers, noiseAwareOptions(options, known)) };
}
