import type { CalibratorRecipe } from '../../harness/contract/calibrator.ts';
import { sigmoid, sumOf } from '../../harness/shared/numbers.ts';

import { type Level, levelsOf, logit } from './support/levels.ts';

const NAME = 'platt';
const MOST_STEPS = 100;
const CLOSE = 1e-12;

/** Answers of one score: its log-odds, how many, and the mean they are drawn towards. */
interface Target {
  readonly at: number;
  readonly weight: number;
  readonly mean: number;
}

interface Line {
  readonly slope: number;
  readonly offset: number;
}

/** Accepts count as (N₊ + 1)/(N₊ + 2) and rejects as 1/(N₋ + 2), so that no feedback makes the line infinitely steep. */
function targets(levels: readonly Level[]): Target[] {
  let [answers, accepted] = [0, 0];
  for (const level of levels) {
    answers += level.answers;
    accepted += level.accepted;
  }
  const high = (accepted + 1) / (accepted + 2);
  const low = 1 / (answers - accepted + 2);
  return levels.map((level) => ({
    at: logit(level.score),
    weight: level.answers,
    mean: (level.accepted * high + (level.answers - level.accepted) * low) / level.answers,
  }));
}

function flat(all: readonly Target[]): Line {
  const weight = sumOf(all, (one) => one.weight);
  const mean = sumOf(all, (one) => one.weight * one.mean) / weight;
  return { slope: 0, offset: Math.log(mean / (1 - mean)) };
}

function loss(all: readonly Target[], { slope, offset }: Line): number {
  let sum = 0;
  for (const { at, weight, mean } of all) {
    const x = slope * at + offset;
    // −mean·ln σ(x) − (1 − mean)·ln σ(−x), for any x.
    sum += weight * (Math.max(x, 0) - mean * x + Math.log1p(Math.exp(-Math.abs(x))));
  }
  return sum;
}

/** Newton's step, halved until it lowers the loss; null where none does. */
function improved(all: readonly Target[], line: Line): Line | null {
  let [gs, go, ss, so, oo] = [0, 0, 0, 0, 0];
  for (const { at, weight, mean } of all) {
    const p = sigmoid(line.slope * at + line.offset);
    const error = weight * (p - mean);
    const spread = weight * p * (1 - p);
    gs += error * at;
    go += error;
    ss += spread * at * at;
    so += spread * at;
    oo += spread;
  }
  const determinant = ss * oo - so * so;
  const before = loss(all, line);
  for (let size = 1; size > CLOSE; size /= 2) {
    const next = {
      slope: line.slope - (size * (oo * gs - so * go)) / determinant,
      offset: line.offset - (size * (ss * go - so * gs)) / determinant,
    };
    if (loss(all, next) < before) return next;
  }
  return null;
}

/**
 * A logistic line through the score's log-odds, by likelihood with Platt's targets. A falling line is held flat: the
 * loss is convex, so that flat is then the best that never falls.
 *
 * Source: Platt 1999; Newton's method after Lin, Lin & Weng 2007.
 */
export const recipe: CalibratorRecipe = {
  name: NAME,
  summary: 'A logistic line through the log-odds, by likelihood with smoothed targets.',
  fit(answers) {
    const all = targets(levelsOf(answers));
    let line = flat(all);
    if (all.length > 1) {
      for (let step = 0; step < MOST_STEPS; step++) {
        const next = improved(all, line);
        if (next === null) break;
        line = next;
      }
      if (line.slope < 0) line = flat(all);
    }
    const { slope, offset } = line;
    return { name: NAME, calibrate: (score) => sigmoid(slope * logit(score) + offset) };
  },
};
