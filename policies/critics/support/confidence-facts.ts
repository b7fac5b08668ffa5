import type { Suggestion } from '../../../harness/contract/policy.ts';

const SMALLEST = 1e-6;

/** Numbers of `confidenceFacts`. */
export const CONFIDENCE_FACTS = 3;

/** Log-odds of the first action, log-ratio of the first to the second, and entropy of the ranked confidences. */
export function confidenceFacts({ ranked }: Suggestion): readonly [logit: number, gap: number, entropy: number] {
  const [first, second] = [ranked[0]?.confidence ?? 0, ranked[1]?.confidence ?? 0];
  const clipped = Math.min(1 - SMALLEST, Math.max(SMALLEST, first));
  const entropy = ranked.reduce((sum, { confidence: p }) => sum - (p > 0 ? p * Math.log(p) : 0), 0);
  return [Math.log(clipped / (1 - clipped)), Math.log(clipped / Math.max(SMALLEST, second)), entropy];
}
