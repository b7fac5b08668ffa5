import type { Suggestion } from '../../../harness/contract/policy.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { type Candidate, candidateAction } from '../../screens/features/candidates.ts';
import { formsAsking } from '../../screens/features/forms-asking.ts';
import { slotValues } from './slot-values.ts';

/** How many actions a suggestion holds at most. */
const SUGGESTED = 5;

/**
 * The best of the offered candidates with their share of all weight as confidence; of equal ones the first on the screen.
 * Forms are filled in by `slotValues`; one that cannot be filled is left out.
 */
export function rankedSuggestion(
  screen: Screen,
  offered: readonly Candidate[],
  weights: readonly number[],
): Suggestion['ranked'] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const order = offered.map((_, at) => at).sort((a, b) => weights[b]! - weights[a]! || a - b);
  const ranked: Suggestion['ranked'][number][] = [];
  for (const at of order) {
    if (ranked.length === SUGGESTED || !(weights[at]! > 0)) break;
    const action = candidateAction(offered[at]!, screen, {
      values: (form) => slotValues(screen, form),
      said: formsAsking(offered[at]!, screen).map((form) => slotValues(screen, form) ?? {}),
    });
    if (action) ranked.push({ action, confidence: Math.min(1, weights[at]! / total) });
  }
  return ranked;
}
