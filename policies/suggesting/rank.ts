import type { Candidate } from '../features/candidates.ts';

/** How many actions a suggestion holds at most. */
export const SUGGESTED = 5;
/** A form below this confidence is not worth filling in: it is left out, unless it comes first. */
const FILL_CONFIDENCE = 0.05;

/** A candidate and the probability that it is the right one. */
export interface Ranked {
  readonly candidate: Candidate;
  readonly confidence: number;
}

/** The best candidates by their scores, divided by a temperature first. */
export function rank(offered: readonly Candidate[], scores: Float32Array, temperature: number): Ranked[] {
  const confidences = probabilities(scores, temperature);
  return offered
    .map((candidate, index) => ({ candidate, confidence: confidences[index]! }))
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, SUGGESTED)
    .filter(
      ({ candidate, confidence }, place) =>
        place === 0 || candidate.kind !== 'submit_form' || confidence >= FILL_CONFIDENCE,
    );
}

/** Probabilities of scores divided by a temperature. */
export function probabilities(scores: Float32Array, temperature: number): number[] {
  const top = topOf(scores);
  const weights = Array.from(scores, (score) => Math.exp((score - top) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** −log Σ exp(score): higher where nothing that is offered fits. */
export function energyOf(scores: Float32Array): number {
  const top = topOf(scores);
  let total = 0;
  for (const score of scores) total += Math.exp(score - top);
  return -(top + Math.log(total));
}

function topOf(scores: Float32Array): number {
  return scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
}
