import type { GateRecipe } from '../../harness/contract/gate.ts';
import { acceptanceGoal } from './support/acceptance-goal.ts';
import { binomialUpperTail, fewestTrials } from './support/binomial.ts';

import { type Passed, thresholdGate, thresholdGrid, thresholds } from './support/threshold.ts';
import { shownAt, tooFew, whyNotShown } from './support/words.ts';

const NAME = 'clopper-pearson';

/** Where walks start: the first rung, and then each rung with at least twice the examples of the start before. */
function starts(rungs: readonly Passed[]): number[] {
  const found: number[] = [];
  for (const [index, rung] of rungs.entries()) {
    const before = found.at(-1);
    if (before === undefined || rung.passed >= 2 * rungs[before]!.passed) found.push(index);
  }
  return found;
}

/**
 * The lowest threshold whose precision is shown by exact binomial tests, over several fixed sequences.
 *
 * With probability at least 1 − delta over the draw of the held-out feedback, operators accept at least
 * `targetPrecision` of what passes (with `noise`: at least so much of it is right, for the rates as given), provided
 * that the examples are independent draws of what the gate will see, that acceptance does not fall as the score
 * rises, and that policy, critic and operators stay as they are. Several thresholds are looked at, so one test at
 * level delta would promise too much: walks from strict to loose start at doubling counts of examples, share delta
 * equally, and each ends at its first failure. Without `noise` it says nothing of true correctness where operators
 * accept what is wrong.
 *
 * Source: Clopper & Pearson 1934; fixed-sequence testing with several starts, Angelopoulos et al., arXiv 2110.01052.
 */
export const recipe: GateRecipe = {
  name: NAME,
  summary: 'Lowest threshold whose precision is shown with confidence 1 − delta by Clopper-Pearson bounds.',
  promise: 'actions',
  fit(examples, options) {
    const all = thresholds(examples, options);
    const goal = acceptanceGoal(options);
    if (goal.impossible !== null) return thresholdGate(NAME, null, goal.impossible);
    const fewest = fewestTrials(goal.share, options.delta);
    const rungs = thresholdGrid(all, fewest);
    if (rungs.length === 0) return thresholdGate(NAME, null, tooFew(goal.share, fewest, examples.length));
    const walks = starts(rungs);
    const level = options.delta / walks.length;
    // The bound reaches the goal exactly where this is at most the level.
    const doubt = ({ accepted, passed }: Passed) => binomialUpperTail(accepted, passed, goal.share);
    let chosen: Passed | null = null;
    for (const start of walks)
      for (let at = start; at < rungs.length && doubt(rungs[at]!) <= level; at++)
        if (chosen === null || rungs[at]!.passed > chosen.passed) chosen = rungs[at]!;
    if (chosen) return thresholdGate(NAME, chosen.threshold, `${shownAt(chosen, level)} (${goal.words})`);
    // Only where a walk starts is the bound one that a closed gate has missed: past a failure nothing was tested.
    const closest = walks.map((at) => rungs[at]!).reduce((best, rung) => (doubt(rung) < doubt(best) ? rung : best));
    return thresholdGate(NAME, null, whyNotShown(closest, level, goal));
  },
};
