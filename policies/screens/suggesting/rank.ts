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
  return topPlaces(confidences, SUGGESTED)
    .map((index) => ({ candidate: offered[index]!, confidence: confidences[index]! }))
    .filter(
      ({ candidate, confidence }, place) =>
        place === 0 || candidate.kind !== 'submit_form' || confidence >= FILL_CONFIDENCE,
    );
}

/** Places of the greatest values, the greatest first; of equal ones, the earlier first. */
function topPlaces(values: readonly number[], most: number): number[] {
  const places: number[] = [];
  for (let index = 0; index < values.length; index++) {
    let place = places.length;
    while (place > 0 && values[places[place - 1]!]! < values[index]!) place--;
    if (place === most) continue;
    places.splice(place, 0, index);
    if (places.length > most) places.pop();
  }
  return places;
}

/** Probabilities of scores divided by a temperature. */
export function probabilities(scores: Float32Array, temperature: number): number[] {
  const top = topOf(scores);
  const weights: number[] = [];
  let total = 0;
  for (const score of scores) {
    const weight = Math.exp((score - top) / temperature);
    weights.push(weight);
    total += weight;
  }
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
  let top = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > top) top = score;
  return top;
}
