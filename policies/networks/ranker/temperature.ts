import type { Parameters } from '../training/trainer.ts';
import { type LabelNoise, labelProbability } from './label-noise.ts';

/** Scores of one problem's candidates and the place of the right one. */
export interface ScoredChoice {
  readonly scores: Float32Array;
  readonly right: number;
  readonly weight: number;
}

/** Keeps the loss finite where a label had no chance at all. */
const TINY = 1e-30;

/**
 * Mean negative log-likelihood of the labels when scores are divided by `temperature`. Under noise it is that of the
 * label and not of the truth, whichever loss was trained with: bounded below, and least where scores tell the truth.
 */
export function meanLoss(all: readonly ScoredChoice[], temperature = 1, noise?: LabelNoise): number {
  let [loss, weights] = [0, 0];
  for (const { scores, right, weight } of all) {
    const top = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
    let total = 0;
    for (const score of scores) total += Math.exp((score - top) / temperature);
    const logarithm = (scores[right]! - top) / temperature - Math.log(total);
    const labelled = noise ? Math.log(labelProbability(Math.exp(logarithm), right, noise) + TINY) : logarithm;
    loss -= weight * labelled;
    weights += weight;
  }
  return loss / weights;
}

const RANGE = { low: Math.log(0.25), high: Math.log(8) };
const ROUNDS = 30;

/** The temperature under which the right candidates are likeliest, by ternary search: without noise the loss is convex in its inverse. */
export function bestTemperature(all: readonly ScoredChoice[], noise?: LabelNoise): number {
  let { low, high } = RANGE;
  for (let round = 0; round < ROUNDS; round++) {
    const [left, right] = [low + (high - low) / 3, high - (high - low) / 3];
    if (meanLoss(all, Math.exp(left), noise) < meanLoss(all, Math.exp(right), noise)) high = right;
    else low = left;
  }
  return Math.exp((low + high) / 2);
}

/** How well held-out problems are told, at the temperature that suits them best. */
export function judgeAtBest(all: readonly ScoredChoice[]): { readonly temperature: number; readonly loss: number } {
  const temperature = bestTemperature(all);
  return { temperature, loss: meanLoss(all, temperature) };
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
