import type { GateRecipe } from '../../harness/contract/gate.ts';
import { percent, thresholdGate, thresholds } from '../gating/threshold.ts';

const NAME = 'plug-in';

/**
 * The lowest threshold whose observed share of accepted examples reaches the target. Guarantees nothing: the best of
 * many thresholds looks better on the data that chose it than it is.
 */
export const recipe: GateRecipe = {
  name: NAME,
  summary: 'Lowest threshold whose observed precision reaches the target; no guarantee.',
  fit(examples, options) {
    const all = thresholds(examples, options);
    const { targetPrecision } = options;
    const chosen = all.findLast(({ accepted, passed }) => accepted / passed >= targetPrecision);
    if (chosen) {
      const { threshold, accepted, passed } = chosen;
      const reason = `${accepted} of ${passed} held-out actions at or above ${threshold.toFixed(4)} were accepted (${percent(accepted / passed)}, target ${percent(targetPrecision)})`;
      return thresholdGate(NAME, threshold, reason);
    }
    const [closest] = [...all].sort((a, b) => b.accepted / b.passed - a.accepted / a.passed);
    const reason = closest
      ? `no threshold reaches ${percent(targetPrecision)}: the closest, ${closest.threshold.toFixed(4)}, has ${closest.accepted} of ${closest.passed} accepted (${percent(closest.accepted / closest.passed)})`
      : 'there is no held-out feedback to set a threshold from';
    return thresholdGate(NAME, null, reason);
  },
};
