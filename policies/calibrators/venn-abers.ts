import type { CalibratorRecipe } from '../../harness/contract/calibrator.ts';
import { vennAbers } from './support/venn-abers.ts';

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
