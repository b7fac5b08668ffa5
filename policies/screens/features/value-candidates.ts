import type { Control } from '../../../harness/contract/control.ts';
import { fits, OPTION_SEPARATOR } from '../../../harness/contract/legal.ts';
import { perObject } from '../../../harness/contract/remember.ts';
import { comparisonOf, sameValue } from '../../../harness/contract/same-value.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { mentionedOptions } from './mentions.ts';
import { type SpanKind, spansOf, type TextSpan } from './spans.ts';

/** Where a value was found. */
export type ValueSource =
  | SpanKind
  | 'none'
  | 'option'
  | 'mentioned'
  | 'several'
  | 'common'
  | 'given'
  | 'case'
  | 'result';

/** A value that a field may take; null leaves it empty. */
export interface ValueCandidate {
  readonly value: string | null;
  readonly source: ValueSource;
  /** How many customer messages ago it was said; 0 is the last one, -1 where it was not said. */
  readonly ago: number;
  readonly span: TextSpan | null;
  /** Desk action that the message answered; empty where it answered none. */
  readonly answers: string;
}

const MAX_CANDIDATES = 96;
const MESSAGES_BACK = 12;

/** A customer message with what the desk had last done before it. */
interface Said {
  readonly text: string;
  readonly answers: string;
}

/** The values that a field may take on this screen: left empty, its options, spans of the chat, and common values. */
export function valueCandidates(field: Control, screen: Screen, common: readonly string[] = []): ValueCandidate[] {
  const found = new Map<string, ValueCandidate>();
  const add = (candidate: ValueCandidate) => {
    const { value } = candidate;
    if (value === null || found.size >= MAX_CANDIDATES || !fits(field, value)) return;
    if (!found.has(value)) found.set(value, candidate);
  };
  const said = customerMessages(screen);
  addMentioned(field, said, add);
  for (const known of knownValues(screen).get(field.target) ?? []) add(known);
  if (field.options.length === 0 && field.kind !== 'checkbox')
    for (const [ago, { text, answers }] of said.entries())
      for (const span of spansOf(text)) add({ value: span.value, source: span.kind, ago, span, answers });
  for (const option of optionsOf(field)) add(option);
  for (const value of common) add({ ...EMPTY, value, source: 'common' });
  return [EMPTY, ...found.values()];
}

/** Where a field's value stands among those considered; an empty field's is the first. −1: nowhere. */
export function placeOfValue(
  { target, label, kind }: Control,
  values: readonly ValueCandidate[],
  given: string | undefined,
): number {
  if (given === undefined) return values.findIndex(({ value }) => value === null);
  const comparison = comparisonOf({ id: target, label, kind });
  return values.findIndex(({ value }) => value !== null && sameValue(value, given, comparison));
}

const EMPTY: ValueCandidate = { value: null, source: 'none', ago: -1, span: null, answers: '' };

const TICKED: readonly ValueCandidate[] = [{ ...EMPTY, value: 'true', source: 'option' }];

const optionsOf = ({ kind, options }: Control) => (kind === 'checkbox' ? TICKED : optionsIn(options));

// By the list itself: the screens of a procedure share their controls.
const optionsIn = perObject((options: readonly string[]): readonly ValueCandidate[] =>
  options.map((option) => ({ ...EMPTY, value: option, source: 'option' })),
);

function addMentioned(field: Control, said: readonly Said[], add: (candidate: ValueCandidate) => void): void {
  for (const [ago, { text, answers }] of said.entries()) {
    const mentioned = mentionedOptions(field, text);
    if (field.kind === 'multiselect' && mentioned.length > 1) {
      const value = mentioned.map((index) => field.options[index]!).join(OPTION_SEPARATOR);
      add({ value, source: 'several', ago, span: null, answers });
    }
    for (const index of mentioned) add({ value: field.options[index]!, source: 'mentioned', ago, span: null, answers });
  }
}

/** Values that this case already has, by field: submitted before, committed, or in a result; the newest first. */
const knownValues = perObject((screen: Screen) => {
  const found = new Map<string, ValueCandidate[]>();
  const note = (values: Readonly<Record<string, string>>, source: ValueSource) => {
    for (const [name, value] of Object.entries(values)) {
      const list = found.get(name) ?? [];
      if (list.push({ ...EMPTY, value, source }) === 1) found.set(name, list);
    }
  };
  for (let at = screen.timeline.length - 1; at >= 0; at--) note(screen.timeline[at]!.values, 'given');
  note(screen.fields, 'case');
  for (let at = screen.results.length - 1; at >= 0; at--)
    for (const item of screen.results[at]!.items) note(item, 'result');
  return found;
});

/** The last messages of the customer, newest first. */
export const customerMessages = perObject((screen: Screen): readonly Said[] => {
  const first = screen.messageCount - screen.messages.length;
  const list: Said[] = [];
  for (let at = screen.messages.length - 1; at >= 0 && list.length < MESSAGES_BACK; at--) {
    const message = screen.messages[at]!;
    if (message.author !== 'customer') continue;
    const before = screen.timeline.findLast((entry) => entry.messageCount <= first + at);
    list.push({ text: message.text, answers: before?.target ?? '' });
  }
  return list;
});
