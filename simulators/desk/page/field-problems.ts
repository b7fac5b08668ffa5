import type { Control } from '../../../harness/contract/control.ts';
import { fits } from '../../../harness/contract/legal.ts';
import { typedDay } from './typed-date.ts';

/** What a person's drafts come to when a form is submitted: its values, or what is wrong with each field, by control id. */
export interface FilledForm {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: Readonly<Record<string, string>>;
}

/** Reads all fields of a form at once. A driver's drafts are values already and are taken as they are. */
export function filledForm(
  fields: readonly Control[],
  drafts: Readonly<Record<string, string>>,
  byHand: boolean,
): FilledForm {
  const values: Record<string, string> = {};
  const problems: Record<string, string> = {};
  for (const field of fields) {
    const typed = drafts[field.id] ?? '';
    const value = byHand ? meant(field, typed) : typed;
    if (value !== '') values[field.target] = value;
    const problem = byHand ? problemOf(field, typed, value) : null;
    if (problem !== null) problems[field.id] = problem;
  }
  return { values, problems };
}

function meant(field: Control, typed: string): string {
  if (field.kind === 'date') return typedDay(typed) ?? typed.trim();
  return field.options.length > 0 ? typed : typed.trim();
}

function problemOf(field: Control, typed: string, value: string): string | null {
  const name = field.label.trim() || field.target;
  if (value === '') return field.required ? `${name} is needed.` : null;
  if (fits(field, value)) return null;
  const shown = typed.trim().slice(0, 40);
  return field.kind === 'date'
    ? `${name}: “${shown}” is no day. Write it as 1996-03-09, 9.3.1996 or 9 March 1996.`
    : `${name} cannot hold “${shown}”.`;
}
