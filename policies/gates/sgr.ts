import type { GateRecipe } from '../../harness/contract/gate.ts';
import { acceptanceGoal } from './support/acceptance-goal.ts';
import { binomialUpperTail, fewestTrials } from './support/binomial.ts';
import { type Passed, percent, thresholdGate, thresholds } from './support/threshold.ts';
import { shownAt, tooFew, whyNotShown } from './support/words.ts';

const NAME = 'sgr';

/**
 * Binary search for the lowest threshold whose precision is shown, each look at delta over the number of looks; the
 * last threshold that was shown is kept, where the published algorithm returns the last that was looked at.
 *
 * With probability at least 1 − delta over the draw of the held-out feedback, operators accept at least
 * `targetPrecision` of what passes (with `noise`: at least so much of it is right, for the rates as given), provided
 * that the examples are independent draws of what the gate will see, that acceptance does not fall as the score
 * rises, and that policy, critic and operators stay as they are. That acceptance is ordered by score matters more
 * here than in the other gates: where to look next depends on the answers seen, and only under that order are there
 * no more than log2 n thresholds at which the first mistake can be made, so that the shares of delta add up to it.
 *
 * Source: Geifman & El-Yaniv, arXiv 1705.08500 (SGR), with the exact binomial tail.
 */
export const recipe: GateRecipe = {
  name: NAME,
  summary: 'Selection with guaranteed risk: binary search with delta shared by its looks.',
  promise: 'actions',
  fit(examples, options) {
    const all = thresholds(examples, options);
    const { delta } = options;
    const goal = acceptanceGoal(options);
    if (goal.impossible !== null) return thresholdGate(NAME, null, goal.impossible);
    const fewest = fewestTrials(goal.share, delta);
    const candidates = all.filter(({ passed }) => passed >= fewest);
    if (candidates.length === 0) return thresholdGate(NAME, null, tooFew(goal.share, fewest, examples.length));
    const level = delta / Math.ceil(Math.log2(candidates.length + 1));
    let [strict, loose] = [-1, candidates.length];
    let chosen: Passed | null = null;
    let failed: Passed | null = null;
    while (loose - strict > 1) {
      const at = (strict + loose) >> 1;
      const candidate = candidates[at]!;
      if (binomialUpperTail(candidate.accepted, candidate.passed, goal.share) <= level) {
        chosen = candidate;
        strict = at;
      } else {
        failed = candidate;
        loose = at;
      }
    }
    if (chosen) return thresholdGate(NAME, chosen.threshold, `${shownAt(chosen, level)} (${goal.words})`);
    const reason = failed ? whyNotShown(failed, level, goal) : `no threshold shows ${percent(goal.share)}`;
    return thresholdGate(NAME, null, reason);
  },
};
