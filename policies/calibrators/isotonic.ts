import type { CalibratorRecipe } from '../../harness/contract/calibrator.ts';
import { levelsOf } from './support/levels.ts';
import { acceptedShare, lastAtMost, poolAdjacentViolators } from './support/pool-adjacent-violators.ts';

const NAME = 'isotonic';

/**
 * The never decreasing curve nearest to the answers: constant within a block of pooled scores, straight between
 * blocks, flat beyond the ends. Bends to any shape, and with few answers to chance as well: it says 0 and 1 readily.
 *
 * Source: Zadrozny & Elkan 2002.
 */
export const recipe: CalibratorRecipe = {
  name: NAME,
  summary: 'The never decreasing curve nearest to the answers, by pooling adjacent violators.',
  fit(answers) {
    const blocks = poolAdjacentViolators(levelsOf(answers));
    const starts = blocks.map(({ lowest }) => lowest);
    return {
      name: NAME,
      calibrate(score) {
        const at = lastAtMost(starts, score);
        const block = blocks[Math.max(0, at)]!;
        const next = blocks[at + 1];
        const share = acceptedShare(block);
        if (at < 0 || next === undefined || score <= block.highest) return share;
        const way = (score - block.highest) / (next.lowest - block.highest);
        return Math.min(acceptedShare(next), share + way * (acceptedShare(next) - share));
      },
    };
  },
};
