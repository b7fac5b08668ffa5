/**
 * The least value of the sorted scores that at most a share of 1 − `level` of them lie above: what scores above it is
 * held to be unusual. Range of `level`: (0, 1). Throws: for no scores, or a level outside.
 */
export function quantileThreshold(scores: readonly number[], level: number): number {
  if (scores.length === 0) throw new Error('There is no score to set a threshold from.');
  if (!(level > 0 && level < 1)) throw new Error(`The level of a threshold is ${level}: give one in (0, 1).`);
  const sorted = [...scores].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(level * sorted.length) - 1)] as number;
}
