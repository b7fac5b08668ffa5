import type { GateRecipe } from '../../harness/contract/gate.ts';
import { acceptanceGoal } from './support/acceptance-goal.ts';
import { binomialUpperTail, fewestTrials, trialsToShow } from './support/binomial.ts';
import { type Passed, percent, thresholdGate, thresholdGrid, thresholds } from './support/threshold.ts';
import { shownAt, tooFew, whyNotShown } from './support/words.ts';

const NAME = 'learn-then-test';

/**
 * How many examples the strictest tested threshold lets pass. The very strictest would be a poor start: one reject
 * among the fewest examples that can show the goal ends the walk. So it starts where a critic half-way between the
 * goal and the best possible would be expected to pass, or at half the examples where there are not so many. Depends
 * on the number of examples alone.
 */
function firstCount(goal: { readonly share: number; readonly best: number }, delta: number, examples: number): number {
  const enough = trialsToShow(goal.share, delta, (goal.share + goal.best) / 2) ?? Number.POSITIVE_INFINITY;
  return Math.max(fewestTrials(goal.share, delta), Math.min(enough, Math.ceil(examples / 2)));
}

/**
 * The lowest threshold reached by testing thresholds one after another at the full level, from a strict one to the
 * loosest, until the first that is not shown.
 *
 * With probability at least 1 − delta over the draw of the held-out feedback, operators accept at least
 * `targetPrecision` of what passes (with `noise`: at least so much of it is right, for the rates as given), provided
 * that the examples are independent draws of what the gate will see, that acceptance does not fall as the score
 * rises, and that policy, critic and operators stay as they are. Tests in a fixed order need no correction for their
 * number, which makes it stronger than `clopper-pearson` where scores order well; where rejects gather at the
 * highest scores it stops at once, where that one starts anew further down.
 *
 * Source: Angelopoulos et al., arXiv 2110.01052, fixed-sequence testing with the exact binomial tail.
 */
export const recipe: GateRecipe = {
  name: NAME,
  summary: 'Lowest threshold shown with confidence 1 − delta by binomial tests in a fixed order, strict to loose.',
  promise: 'actions',
  fit(examples, options) {
    const all = thresholds(examples, options);
    const { delta } = options;
    const goal = acceptanceGoal(options);
    if (goal.impossible !== null) return thresholdGate(NAME, null, goal.impossible);
    const fewest = fewestTrials(goal.share, delta);
    if (examples.length < fewest) return thresholdGate(NAME, null, tooFew(goal.share, fewest, examples.length));
    let chosen: Passed | null = null;
    let failed: Passed | null = null;
    for (const rung of thresholdGrid(all, firstCount(goal, delta, examples.length))) {
      if (binomialUpperTail(rung.accepted, rung.passed, goal.share) > delta) {
        failed = rung;
        break;
      }
      chosen = rung;
    }
    if (chosen) return thresholdGate(NAME, chosen.threshold, `${shownAt(chosen, delta)} (${goal.words})`);
    const reason = failed ? whyNotShown(failed, delta, goal) : `no threshold shows ${percent(goal.share)}`;
    return thresholdGate(NAME, null, reason);
  },
};
