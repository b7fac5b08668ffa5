import type { OodRecipe } from '../../harness/contract/ood.ts';
import { embedScreen } from './support/embed-screen.ts';

const NAME = 'nearest-neighbours';
/** Which neighbour's distance counts. */
const NEIGHBOUR = 5;
/** Most screens that are kept: evenly chosen among the usual ones. */
const MOST_KEPT = 2000;

/**
 * Distance from the embedded screen to the fifth nearest of the usual ones; to the farthest where there are fewer.
 * Source: Sun et al. 2022, k-th neighbour distance on normalised embeddings.
 */
export const recipe: OodRecipe = {
  name: NAME,
  summary: `Distance from the embedded screen to its neighbour number ${NEIGHBOUR} among the usual screens.`,
  fit(usual) {
    if (usual.length === 0) throw new Error(`${NAME} was given no screen: give those that the policy was trained on.`);
    const stride = Math.max(1, usual.length / MOST_KEPT);
    const kept = Array.from({ length: Math.ceil(usual.length / stride) }, (_, i) => usual[Math.floor(i * stride)]);
    const vectors = kept.flatMap((proposal) => (proposal ? [embedScreen(proposal.screen)] : []));
    return {
      name: NAME,
      score: (proposals) => proposals.map(({ screen }) => distanceTo(vectors, embedScreen(screen))),
    };
  },
};

function distanceTo(vectors: readonly Float64Array[], from: Float64Array): number {
  const nearest = new Float64Array(Math.min(NEIGHBOUR, vectors.length)).fill(Number.POSITIVE_INFINITY);
  for (const vector of vectors) {
    let sum = 0;
    for (let i = 0; i < from.length; i++) sum += ((vector[i] ?? 0) - (from[i] ?? 0)) ** 2;
    if (sum >= (nearest.at(-1) ?? 0)) continue;
    let place = nearest.length - 1;
    for (; place > 0 && (nearest[place - 1] ?? 0) > sum; place--) nearest[place] = nearest[place - 1] ?? 0;
    nearest[place] = sum;
  }
  return Math.sqrt(nearest.at(-1) ?? 0);
}
