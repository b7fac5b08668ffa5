import type { Control } from '../../harness/contract/control.ts';
import { fits, OPTION_SEPARATOR } from '../../harness/contract/legal.ts';
import type { Screen } from '../../harness/contract/screen.ts';
import { mentionedOptions } from './mentions.ts';
import { type Span, type SpanKind, spansOf } from './spans.ts';

/** Where a value was found. */
export type ValueSource = SpanKind | 'none' | 'option' | 'mentioned' | 'several' | 'given' | 'case' | 'result';

/** A value that a field may take; null leaves it empty. */
export interface ValueCandidate {
  readonly value: string | null;
  readonly source: ValueSource;
  /** How many customer messages ago it was said; 0 is the last one, -1 where it was not said. */
  readonly ago: number;
  readonly span: Span | null;
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

const spoken = new WeakMap<Screen, readonly Said[]>();

/** The values that a field may take on this screen: left empty, its options, and spans of the chat. */
export function valueCandidates(field: Control, screen: Screen): ValueCandidate[] {
  const found = new Map<string, ValueCandidate>();
  const add = (candidate: ValueCandidate) => {
    const { value } = candidate;
    if (value === null || found.size >= MAX_CANDIDATES || !fits(field, value)) return;
    if (!found.has(value)) found.set(value, candidate);
  };
  const unsaid = { ago: -1, span: null, answers: '' };
  const said = customerMessages(screen);
  addMentioned(field, said, add);
  addKnown(field, screen, add);
  if (field.options.length === 0)
    for (const [ago, { text, answers }] of said.entries())
      for (const span of spansOf(text)) add({ value: span.value, source: span.kind, ago, span, answers });
  for (const option of field.options) add({ ...unsaid, value: option, source: 'option' });
  if (field.kind === 'checkbox') add({ ...unsaid, value: 'true', source: 'option' });
  return [{ ...unsaid, value: null, source: 'none' }, ...found.values()];
}

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

/** Values that this case already has for a field of this name. */
function addKnown(field: Control, screen: Screen, add: (candidate: ValueCandidate) => void): void {
  const unsaid = { ago: -1, span: null, answers: '' };
  for (const entry of screen.timeline.toReversed())
    add({ ...unsaid, value: entry.values[field.target] ?? null, source: 'given' });
  add({ ...unsaid, value: screen.fields[field.target] ?? null, source: 'case' });
  for (const result of screen.results.toReversed())
    for (const item of result.items) add({ ...unsaid, value: item[field.target] ?? null, source: 'result' });
}

/** The last messages of the customer, newest first. */
export function customerMessages(screen: Screen): readonly Said[] {
  let said = spoken.get(screen);
  if (said) return said;
  const first = screen.messageCount - screen.messages.length;
  const list: Said[] = [];
  for (let at = screen.messages.length - 1; at >= 0 && list.length < MESSAGES_BACK; at--) {
    const message = screen.messages[at]!;
    if (message.author !== 'customer') continue;
    const before = screen.timeline.findLast((entry) => entry.messageCount <= first + at);
    list.push({ text: message.text, answers: before?.target ?? '' });
  }
  said = list;
  spoken.set(screen, said);
  return said;
}
