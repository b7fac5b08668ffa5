import type { Screen, TimelineEntry } from '../../harness/contract/screen.ts';
import type { Candidate } from '../features/candidates.ts';
import { type Lexicon, SPECIAL } from './lexicon.ts';
import { type Sequence, SequenceWriter } from './sequence.ts';
import { wordsOfId, wordsOfTarget } from './words.ts';

// Longer parts lose their end, so that one of them does not push out all others.
const MOST = { title: 8, result: 28, field: 6, fields: 4, words: 8, value: 6, message: 40 } as const;

/**
 * A screen as tokens: procedure, last result, case fields, then messages and actions as they happened, the newest
 * first. What exceeds the length is the oldest. Depends on the screen alone.
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

function addResult(screen: Screen, lexicon: Lexicon, writer: SequenceWriter): void {
  const last = screen.results.at(-1);
  if (!last) return;
  const count = last.total ?? last.items.length;
  const values = Object.entries(last.items[0] ?? {}).map(([name, value]) => `${wordsOfId(name)} ${value}`);
  const fresh = screen.timeline.at(-1)?.kind === 'submit_form';
  const text = [last.status ?? '', Math.min(count, 10), last.selected ? 'selected' : '', ...values].join(' ');
  writer.add('result', fresh ? 0 : 1, lexicon.text(text), MOST.result);
}

/** Messages and actions, the newest first. A canned reply stands as the action alone: its words say what it said. */
function addEvents(screen: Screen, lexicon: Lexicon, writer: SequenceWriter): void {
  const { messages, timeline, messageCount } = screen;
  const first = messageCount - messages.length;
  let at = timeline.length - 1;
  let age = 0;
  for (let index = messages.length - 1; index >= 0 || at >= 0; ) {
    if (writer.full) return;
    const entry = timeline[at];
    // What was done when so many messages were there comes before the message of that number.
    if (entry && (index < 0 || entry.messageCount > first + index)) {
      addAction(entry, age++, lexicon, writer);
      at--;
      continue;
    }
    const message = messages[index--];
    if (!message) continue;
    const sent = entry && entry.kind === 'send_text' && entry.messageCount === first + index + 1 ? entry : null;
    if (message.author === 'desk' && sent) {
      addAction(sent, age, lexicon, writer);
      at--;
      if (sent.target === 'send_text *') writer.add('desk', age, lexicon.text(message.text), MOST.message);
      age++;
    } else writer.add(message.author === 'desk' ? 'desk' : 'customer', age++, lexicon.text(message.text), MOST.message);
  }
}

function addAction(entry: TimelineEntry, age: number, lexicon: Lexicon, writer: SequenceWriter): void {
  writer.add('action', age, [lexicon.action(entry.target), ...lexicon.text(wordsOfTarget(entry.target))], MOST.words);
  for (const [name, value] of Object.entries(entry.values))
    writer.add('value', age, lexicon.text(`${wordsOfId(name)} ${value}`), MOST.value);
}
