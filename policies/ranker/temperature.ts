import type { Parameters } from '../training/trainer.ts';

/** Scores of one problem's candidates and the place of the right one. */
export interface Scored {
  readonly scores: Float32Array;
  readonly right: number;
}

/** Mean negative log-likelihood of the right candidates when scores are divided by `temperature`. */
export function meanLoss(all: readonly Scored[], temperature = 1): number {
  let loss = 0;
  for (const { scores, right } of all) {
    const top = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
    let total = 0;
    for (const score of scores) total += Math.exp((score - top) / temperature);
    loss += Math.log(total) - (scores[right]! - top) / temperature;
  }
  return loss / all.length;
}

const RANGE = { low: Math.log(0.25), high: Math.log(8) };
const ROUNDS = 30;

/** The temperature under which the right candidates are likeliest, by ternary search: the loss is convex in its inverse. */
export function bestTemperature(all: readonly Scored[]): number {
  let { low, high } = RANGE;
  for (let round = 0; round < ROUNDS; round++) {
    const [left, right] = [low + (high - low) / 3, high - (high - low) / 3];
    if (meanLoss(all, Math.exp(left)) < meanLoss(all, Math.exp(right))) high = right;
    else low = left;
  }
  return Math.exp((low + high) / 2);
}

/** A ranker's parameters with all scores divided by `temperature`: the order of candidates stays. */
export function cooled(parameters: Parameters, temperature: number): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, data }]) => [
      name,
      // Scores are linear in these three; the rest shapes the hidden layer.
      ['wide', 'own', 'deepWord'].includes(name) ? { shape, data: data.map((x) => x / temperature) } : { shape, data },
    ]),
  );
}
