import type { OodRecipe } from '../../harness/contract/ood.ts';
import { sumOf } from '../../harness/shared/numbers.ts';
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
  const average = sumOf(rows, (row, i) => row[i] ?? 0) / EMBEDDING_SIZE;
  for (const [i, row] of rows.entries()) {
    for (let j = 0; j <= i; j++) row[j] = (1 - SHRINKAGE) * (row[j] ?? 0);
    row[i] = (row[i] ?? 0) + SHRINKAGE * average + 1e-9;
  }
  return rows;
}

/** The lower triangle L with L·Lᵀ = matrix, row by row. Throws: where the matrix is not positive definite. */
export function cholesky(matrix: readonly Float64Array[]): Float64Array[] {
  const lower: Float64Array[] = [];
  for (const [i, row] of matrix.entries()) {
    const own = new Float64Array(matrix.length);
    lower.push(own);
    for (let j = 0; j <= i; j++) {
      const other = lower[j] as Float64Array;
      let sum = row[j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (own[k] ?? 0) * (other[k] ?? 0);
      if (j < i) own[j] = sum / (other[j] ?? 1);
      else if (sum > 0) own[i] = Math.sqrt(sum);
      else throw new Error(`A covariance is not positive definite: its pivot ${i} is ${sum}; shrink it more.`);
    }
  }
  return lower;
}

/** The squared length of L⁻¹·vector: the squared Mahalanobis distance where L is the covariance's triangle. */
export function whitenedLength2(lower: readonly Float64Array[], vector: Float64Array): number {
  const solved = new Float64Array(vector.length);
  let sum = 0;
  for (const [i, row] of lower.entries()) {
    let value = vector[i] ?? 0;
    for (let k = 0; k < i; k++) value -= (row[k] ?? 0) * (solved[k] ?? 0);
    const own = value / (row[i] ?? 1);
    solved[i] = own;
    sum += own * own;
  }
  return sum;
}
