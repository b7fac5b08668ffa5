import type { Screen, TimelineEntry } from '../../../harness/contract/screen.ts';
import type { Candidate } from '../../screens/features/candidates.ts';
import { eventsOf } from '../../screens/features/events.ts';
import { type Lexicon, SPECIAL } from './lexicon.ts';
import { type Sequence, SequenceWriter } from './sequence.ts';
import { plainText, wordsOfId, wordsOfTarget } from './words.ts';

// Longer parts lose their end, so that one of them does not push out all others.
const MOST = { title: 8, result: 40, resultValue: 9, field: 6, fields: 4, words: 8, value: 6, message: 40 } as const;
/** Events from this age on are told by their beginnings, without values, so that more of them fit. */
const OLD = { age: 8, message: 8, action: 4 } as const;
/** A longer value is a text to be passed on, not an answer that a customer could give. */
const LONGEST_SAID = 40;

/**
 * A screen as tokens: procedure, last result, case fields, then messages and actions as they happened, the newest
 * first and older ones shortened. What exceeds the length is the oldest. Depends on the screen alone.
 */
export function serialiseScreen(screen: Screen, lexicon: Lexicon, length: number): Sequence {
  const writer = new SequenceWriter(length);
  writer.add('start', 0, [SPECIAL.start]);
  addPlace(screen, lexicon, writer);
  addResult(screen, lexicon, writer);
  for (const [at, [name, value]] of Object.entries(screen.fields).reverse().slice(0, MOST.fields).entries())
    writer.add('field', at, lexicon.text(`${wordsOfId(name)} ${value}`), MOST.field);
  addEvents(screen, lexicon, writer);
  return writer.take();
}

/** A candidate as tokens: its kind, the words of its id, its label. */
export function serialiseCandidate(candidate: Candidate, lexicon: Lexicon, length: number): Sequence {
  const writer = new SequenceWriter(length);
  writer.add('candidate', 0, [lexicon.kind(candidate.kind)]);
  writer.add('candidate', 1, lexicon.text(wordsOfTarget(candidate.target)), MOST.words);
  writer.add('candidate', 2, lexicon.text(candidate.label));
  return writer.take();
}

function addPlace({ procedure, subject }: Screen, lexicon: Lexicon, writer: SequenceWriter): void {
  if (!procedure) {
    writer.add('procedure', 1, lexicon.text(subject), MOST.title);
    return;
  }
  writer.add('procedure', 0, lexicon.text(procedure.title), MOST.title);
  if (procedure.screenTitle !== procedure.title)
    writer.add('procedure', 2, lexicon.text(procedure.screenTitle), MOST.title);
}

/** The newest result: how it went, and its first item's values, each with whether the customer has just said it. */
function addResult(screen: Screen, lexicon: Lexicon, writer: SequenceWriter): void {
  const last = screen.results.at(-1);
  if (!last) return;
  const age = screen.timeline.at(-1)?.kind === 'submit_form' ? 0 : 1;
  const end = writer.at + MOST.result;
  const count = Math.min(10, last.total ?? last.items.length);
  writer.add('result', age, lexicon.text(`${last.status ?? ''} ${count} ${last.selected ? 'selected' : ''}`));
  const turn = spokenTurn(screen);
  for (const [name, value] of Object.entries(last.items[0] ?? {})) {
    if (writer.at >= end) return;
    const words = spoken(value);
    const said = turn !== '' && words !== '' && value.length <= LONGEST_SAID && turn.includes(words);
    writer.add('result', said ? 3 : 2, lexicon.text(`${wordsOfId(name)} ${value}`), MOST.resultValue);
  }
}

/** What the customer wrote since the desk last wrote, as `spoken` gives it. */
function spokenTurn({ messages }: Screen): string {
  let first = messages.length;
  while (first > 0 && messages[first - 1]!.author === 'customer') first--;
  return messages
    .slice(first)
    .map(({ text }) => spoken(text))
    .join('');
}

/** Words with a space around each, articles aside: the same thing said otherwise is found. */
function spoken(text: string): string {
  const words = (plainText(text).match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !/^(?:a|an|the)$/.test(word));
  return words.length === 0 ? '' : ` ${words.join(' ')} `;
}

/** Messages and actions, the newest first, old ones shortened. A canned reply stands as the action alone: its words say what it said. */
function addEvents(screen: Screen, lexicon: Lexicon, writer: SequenceWriter): void {
  for (const [age, { entry, message }] of eventsOf(screen).entries()) {
    if (writer.full) return;
    const old = age >= OLD.age;
    if (entry) addAction(entry, age, lexicon, writer, old);
    if (message && (!entry || entry.target === 'send_text *'))
      writer.add(message.author, age, lexicon.text(message.text), old ? OLD.message : MOST.message);
  }
}

function addAction(entry: TimelineEntry, age: number, lexicon: Lexicon, writer: SequenceWriter, short: boolean): void {
  const { target, values } = entry;
  const words = [lexicon.action(target), ...lexicon.text(wordsOfTarget(target))];
  writer.add('action', age, words, short ? OLD.action : MOST.words);
  if (short) return;
  for (const [name, value] of Object.entries(values))
    writer.add('value', age, lexicon.text(`${wordsOfId(name)} ${value}`), MOST.value);
}
