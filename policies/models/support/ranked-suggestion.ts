import type { FormValues } from '../../../harness/contract/action.ts';
import type { Control } from '../../../harness/contract/control.ts';
import type { Suggestion } from '../../../harness/contract/policy.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { sumOf } from '../../../harness/shared/numbers.ts';

import { type Candidate, candidateAction, formsAsking } from '../../screens/features/candidates.ts';
import { type ValueCandidate, type ValueSource, valueCandidates } from '../../screens/features/value-candidates.ts';

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
  const total = sumOf(weights);
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

/** Which spans of the chat a field takes, by a word in its id or label; the first that fits. */
const BY_NAME: readonly { readonly named: RegExp; readonly sources: readonly ValueSource[] }[] = [
  { named: /e-?mail/i, sources: ['email'] },
  { named: /name|guest|who/i, sources: ['name'] },
  { named: /date|birth|day|dob/i, sources: ['date', 'proper'] },
  { named: /time|hour|when/i, sources: ['time'] },
  { named: /number|count|code|pin|id$|amount|how many/i, sources: ['number'] },
  { named: /place|city|location|address|from|to$/i, sources: ['proper'] },
];

/** Form values by fixed rules: what the case has, options that the customer named, spans that suit the field's name or kind. */
function slotValues(screen: Screen, form: string): FormValues | null {
  const values: Record<string, string> = {};
  for (const field of screen.controls) {
    if (field.form !== form || field.kind === 'submit') continue;
    const value = slotValue(field, valueCandidates(field, screen));
    if (value !== null) values[field.target] = value;
    else if (field.required) return null;
  }
  return values;
}

function slotValue(field: Control, candidates: readonly ValueCandidate[]): string | null {
  const wanted = sourcesFor(field);
  for (const source of wanted) {
    const found = candidates.find((candidate) => candidate.source === source);
    if (found) return found.value;
  }
  return field.required ? (candidates.find(({ value }) => value !== null)?.value ?? null) : null;
}

function sourcesFor(field: Control): readonly ValueSource[] {
  const known: ValueSource[] = ['several', 'mentioned', 'given', 'case'];
  if (field.options.length > 0 || field.kind === 'checkbox') return known;
  if (field.kind === 'number') return [...known, 'number'];
  if (field.kind === 'date') return [...known, 'date'];
  const named = BY_NAME.find(({ named }) => named.test(field.target) || named.test(field.label));
  return [...known, ...(named?.sources ?? (field.kind === 'textarea' ? (['answer'] as const) : []))];
}
