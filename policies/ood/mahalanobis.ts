import type { OodRecipe } from '../../harness/contract/ood.ts';
import { cholesky, whitenedLength2 } from './support/cholesky.ts';
import { EMBEDDING_SIZE, embedScreen } from './support/embed-screen.ts';

const NAME = 'mahalanobis';
/** Weight of the average variance that is added on the diagonal: fewer screens than numbers must do too. */
const SHRINKAGE = 0.1;

/**
 * Distance of the embedded screen from the mean of the usual ones, in units of their covariance: one mean for all, since
 * which action is right is not known. Source: Lee et al. 2018, with one class.
 */
export const recipe: OodRecipe = {
  name: NAME,
  summary: 'Mahalanobis distance of the embedded screen from the mean of the usual screens.',
  fit(usual) {
    if (usual.length === 0) throw new Error(`${NAME} was given no screen: give those that the policy was trained on.`);
    const vectors = usual.map(({ screen }) => embedScreen(screen));
    const mean = new Float64Array(EMBEDDING_SIZE);
    for (const vector of vectors)
      vector.forEach((value, i) => {
        mean[i] = (mean[i] ?? 0) + value / vectors.length;
      });
    const lower = cholesky(shrunk(vectors, mean));
    return {
      name: NAME,
      score: (proposals) =>
        proposals.map(({ screen }) => Math.sqrt(whitenedLength2(lower, difference(embedScreen(screen), mean)))),
    };
  },
};

function difference(vector: Float64Array, mean: Float64Array): Float64Array {
  return vector.map((value, i) => value - (mean[i] ?? 0));
}

/** The covariance, drawn towards a multiple of the unit matrix. Only the lower triangle is filled. */
function shrunk(vectors: readonly Float64Array[], mean: Float64Array): Float64Array[] {
  const rows = Array.from({ length: EMBEDDING_SIZE }, () => new Float64Array(EMBEDDING_SIZE));
  for (const vector of vectors) {
    const off = difference(vector, mean);
    for (const [i, row] of rows.entries())
      for (let j = 0; j <= i; j++) row[j] = (row[j] ?? 0) + ((off[i] ?? 0) * (off[j] ?? 0)) / vectors.length;
  }
  const average = rows.reduce((sum, row, i) => sum + (row[i] ?? 0), 0) / EMBEDDING_SIZE;
  for (const [i, row] of rows.entries()) {
    for (let j = 0; j <= i; j++) row[j] = (1 - SHRINKAGE) * (row[j] ?? 0);
    row[i] = (row[i] ?? 0) + SHRINKAGE * average + 1e-9;
  }
  return rows;
}
