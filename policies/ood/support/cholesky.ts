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
