import type { CalibratorRecipe, ScoredAnswer } from '../../harness/contract/calibrator.ts';
import { type Level, levelsOf } from './support/levels.ts';
import { acceptedShare, lastAtMost, poolAdjacentViolators } from './support/pool-adjacent-violators.ts';

const NAME = 'venn-abers';

/**
 * Venn-Abers probabilities, the two of them merged into the one that is best for the worse of both answers under
 * log-loss: p₁/(1 − p₀ + p₁). Leans towards .5 where there are few answers, and never says 0 or 1.
 *
 * Source: Vovk & Petej, arXiv 1211.0025; Vovk, Petej & Fedorova, arXiv 1511.00213.
 */
export const recipe: CalibratorRecipe = {
  name: NAME,
  summary: 'Two isotonic fits, one for each answer the proposal might get, merged.',
  fit(answers) {
    const pairOf = vennAbers(answers);
    return {
      name: NAME,
      calibrate(score) {
        const { rejected, accepted } = pairOf(score);
        return accepted / (1 - rejected + accepted);
      },
    };
  },
};

/** Two probabilities of acceptance: had the proposal been rejected, and had it been accepted. */
interface VennAbersPair {
  readonly rejected: number;
  readonly accepted: number;
}

/**
 * The inductive Venn-Abers predictor: for a score, the isotonic fit's value there once the proposal itself is added
 * as rejected, and once as accepted. Where answers can be exchanged one of the two, the one of its true answer, is
 * perfectly calibrated for any number of them; they lie far apart where there are few.
 *
 * A score's pair depends only on its place among the scores that were fitted, and is worked out when first asked for.
 * Throws: when there is no answer, or a score is outside [0, 1]. Source: Vovk, Petej & Fedorova, arXiv 1511.00213.
 */
export function vennAbers(answers: readonly ScoredAnswer[]): (score: number) => VennAbersPair {
  const levels = levelsOf(answers);
  const scores = levels.map(({ score }) => score);
  const known = new Map<number, VennAbersPair>();
  return (score) => {
    const at = lastAtMost(scores, score);
    const equal = scores[at] === score;
    const place = equal ? 2 * at : 2 * at + 1;
    const found = known.get(place);
    if (found) return found;
    const pair = { rejected: valueWith(levels, at, equal, score, 0), accepted: valueWith(levels, at, equal, score, 1) };
    known.set(place, pair);
    return pair;
  };
}

/** Isotonic value at a score after one more answer there. */
function valueWith(levels: readonly Level[], at: number, equal: boolean, score: number, accepted: 0 | 1): number {
  const old = equal ? levels[at]! : { score, answers: 0, accepted: 0 };
  const added = { score, answers: old.answers + 1, accepted: old.accepted + accepted };
  const blocks = poolAdjacentViolators([...levels.slice(0, equal ? at : at + 1), added, ...levels.slice(at + 1)]);
  const block = blocks.find(({ highest }) => highest >= score)!;
  return acceptedShare(block);
}
