import type { CalibratorRecipe } from '../../harness/contract/calibrator.ts';
import { sigmoid, sumOf } from '../../harness/shared/numbers.ts';

import { levelsOf, logit } from './support/levels.ts';

const NAME = 'temperature';

/** Inverse temperatures that are considered: from scores that say nothing to scores that say all. */
const RANGE = { low: 0.01, high: 100 };
/** Halvings of the range: beyond these a number has no more digits. */
const ROUNDS = 60;

/**
 * Divides the score's log-odds by the one temperature that makes the answers likeliest. Keeps .5 where it is: it
 * mends scores that are too sure or too shy, not ones that are all too high.
 *
 * Source: Guo et al., arXiv 1706.04599.
 */
export const recipe: CalibratorRecipe = {
  name: NAME,
  summary: 'One temperature on the log-odds, by likelihood.',
  fit(answers) {
    const levels = levelsOf(answers).map((level) => ({ ...level, at: logit(level.score) }));
    // The loss is convex in the inverse temperature: its slope is 0 once.
    const slope = (inverse: number) =>
      sumOf(levels, ({ at, answers, accepted }) => at * (answers * sigmoid(inverse * at) - accepted));
    let { low, high } = RANGE;
    for (let round = 0; round < ROUNDS; round++) {
      const middle = Math.sqrt(low * high);
      if (slope(middle) < 0) low = middle;
      else high = middle;
    }
    const inverse = Math.sqrt(low * high);
    return { name: NAME, calibrate: (score) => sigmoid(inverse * logit(score)) };
  },
};
