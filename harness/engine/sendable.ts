import { hasHole } from '../contract/action.ts';
import type { Suggestion } from '../contract/policy.ts';

/** The suggestion without messages that have a hole: nobody may send one, so what the policy ranks next comes in its place. */
export function sendable(suggestion: Suggestion): Suggestion {
  if (!suggestion.ranked.some(({ action }) => hasHole(action))) return suggestion;
  return { ...suggestion, ranked: suggestion.ranked.filter(({ action }) => !hasHole(action)) };
}

/** What stands behind the first proposal, for readers: confidences rounded to three decimals. */
export function alternativesIn({ ranked }: Suggestion): Suggestion['ranked'] {
  return ranked
    .slice(1)
    .map(({ action, confidence }) => ({ action, confidence: Math.round(1000 * confidence) / 1000 }));
}
