import type { GateRecipe } from '../../harness/contract/gate.ts';
import { acceptanceGoal } from './support/acceptance-goal.ts';
import { percent, thresholdGate, thresholds } from './support/threshold.ts';
import { seenAt } from './support/words.ts';

const NAME = 'plug-in';

/**
 * The lowest threshold whose observed share of accepted examples reaches the target. Guarantees nothing: the best of
 * many thresholds looks better on the data that chose it than it is.
 */
export const recipe: GateRecipe = {
  name: NAME,
  summary: 'Lowest threshold whose observed precision reaches the target; no guarantee.',
  promise: 'none',
  fit(examples, options) {
    const all = thresholds(examples, options);
    const goal = acceptanceGoal(options);
    if (goal.impossible !== null) return thresholdGate(NAME, null, goal.impossible);
    const chosen = all.findLast(({ accepted, passed }) => accepted / passed >= goal.share);
    if (chosen) {
      const reason = `${seenAt(chosen)} (${percent(chosen.accepted / chosen.passed)}, ${goal.words})`;
      return thresholdGate(NAME, chosen.threshold, reason);
    }
    const [closest] = [...all].sort((a, b) => b.accepted / b.passed - a.accepted / a.passed);
    const reason = closest
      ? [
          `too many refusals for ${percent(goal.share)}:`,
          `the best threshold, ${closest.threshold.toFixed(4)}, has ${closest.accepted} of ${closest.passed}`,
          `accepted (${percent(closest.accepted / closest.passed)}); ${goal.hint()}`,
        ].join(' ')
      : 'there is no held-out feedback to set a threshold from';
    return thresholdGate(NAME, null, reason);
  },
};
