/**
 * Share of the negatives that score at least as high as the threshold that passes `sensitivity` of the positives: FPR
 * at 95 % TPR, where higher scores mean positive. Null where either class is absent.
 *
 * Range: [0, 1]; ties count as passed on both sides.
 */
export function falsePositiveRate(
  items: readonly { readonly score: number; readonly positive: boolean }[],
  sensitivity = 0.95,
): number | null {
  const positives = items.flatMap(({ score, positive }) => (positive ? [score] : [])).sort((a, b) => b - a);
  const negatives = items.filter(({ positive }) => !positive);
  if (positives.length === 0 || negatives.length === 0) return null;
  const threshold = positives[Math.ceil(sensitivity * positives.length) - 1] ?? Number.NEGATIVE_INFINITY;
  return negatives.filter(({ score }) => score >= threshold).length / negatives.length;
}
