import { comparableName } from '../../../harness/contract/fill-template.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { openSlots } from '../../../harness/contract/shown-values.ts';
import type { Candidate } from './candidates.ts';

/** Forms on the screen that ask for what would fill the slots of a candidate message; none for anything else. */
export function formsAsking({ kind, control }: Candidate, screen: Screen): string[] {
  if (kind !== 'send_text') return [];
  const slots = openSlots(control.label, screen);
  if (slots.length === 0) return [];
  const forms = screen.controls.flatMap((field) =>
    field.form !== null && field.kind !== 'submit' && slots.includes(comparableName(field.target)) ? [field.form] : [],
  );
  return [...new Set(forms)];
}
