import type { Screen } from '../../../harness/contract/screen.ts';
import { contextFeatures } from '../../screens/features/context.ts';
import { hashFeature, mix } from '../../screens/features/hash.ts';

/** Numbers that a screen is made into. */
export const EMBEDDING_SIZE = 64;

const SIGN = hashFeature('sign of an embedded feature');
const PLACE = hashFeature('place of an embedded feature');
const CONTROL = hashFeature('control on the screen');

/**
 * A screen as a vector of length 1: its context features and the controls that it offers, each thrown onto one of the
 * places with a sign, both by hash. Close screens have close vectors; nothing is learned.
 *
 * Source: Weinberger et al. 2009, feature hashing.
 */
export function embedScreen(screen: Screen): Float64Array {
  const vector = new Float64Array(EMBEDDING_SIZE);
  const add = (feature: number, weight: number) => {
    const place = (mix(PLACE, feature) >>> 0) % EMBEDDING_SIZE;
    vector[place] = (vector[place] ?? 0) + (mix(SIGN, feature) & 1 ? weight : -weight);
  };
  const { ids, weights } = contextFeatures(screen);
  ids.forEach((id, at) => {
    add(id, weights[at] ?? 0);
  });
  for (const control of screen.controls) add(mix(CONTROL, hashFeature(`${control.id} ${control.label}`)), 1);
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}
