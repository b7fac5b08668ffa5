import type { Screen, TimelineEntry } from '../../../harness/contract/screen.ts';
import { eventsOf } from '../../screens/features/events.ts';
import { wordsOfId, wordsOfTarget } from '../transformer/words.ts';

/** What a segment is of. */
const SEGMENTS = ['start', 'procedure', 'result', 'field', 'customer', 'desk', 'action'] as const;
type Part = (typeof SEGMENTS)[number];

/** How old an event may be: all beyond count as the last. */
const AGES = 20;
/** Numbers that mark a segment: one for its part, one for its age. */
export const MARKS = SEGMENTS.length + AGES;
/** Segments of a screen at most: what exceeds them is the oldest. */
export const MOST_SEGMENTS = 24;
const MOST_FIELDS = 4;
const MOST_VALUES = 6;

/** A piece of a screen that is read as one text. */
export interface Segment {
  /** '' for the start, which has none. */
  readonly text: string;
  readonly part: Part;
  readonly age: number;
  /** What was done, for an action; null else. */
  readonly target: string | null;
}

/** A screen in pieces: start, procedure, last result, case fields, then messages and actions, the newest first. */
export function segmentsOf(screen: Screen): readonly Segment[] {
  const { procedure, subject, fields } = screen;
  const segments: Segment[] = [segment('start', 0, '')];
  const place = procedure ? [...new Set([procedure.title, procedure.screenTitle])].join(': ') : subject;
  segments.push(segment('procedure', procedure ? 0 : 1, place));
  const result = resultText(screen);
  if (result !== null) segments.push(segment('result', screen.timeline.at(-1)?.kind === 'submit_form' ? 0 : 1, result));
  for (const [at, [name, value]] of Object.entries(fields).reverse().slice(0, MOST_FIELDS).entries())
    segments.push(segment('field', at, `${wordsOfId(name)}: ${value}`));
  addEvents(screen, segments);
  return segments;
}

/** Which of a segment's marks are 1. */
export function marksOf({ part, age }: Segment): readonly [number, number] {
  return [SEGMENTS.indexOf(part), SEGMENTS.length + Math.min(AGES - 1, age)];
}

function segment(part: Part, age: number, text: string, target: string | null = null): Segment {
  return { part, age, text, target };
}

/** How the newest result went, and the first values of its first item. */
function resultText({ results }: Screen): string | null {
  const last = results.at(-1);
  if (!last) return null;
  const values = Object.entries(last.items[0] ?? {})
    .slice(0, MOST_VALUES)
    .map(([name, value]) => `${wordsOfId(name)} ${value}`);
  const count = last.total ?? last.items.length;
  return [`${last.status ?? 'result'}, ${count}${last.selected ? ', selected' : ''}`, ...values].join('; ');
}

/** Messages and actions, the newest first. */
function addEvents(screen: Screen, segments: Segment[]): void {
  for (const [age, { entry, message }] of eventsOf(screen).entries()) {
    if (segments.length === MOST_SEGMENTS) return;
    if (entry) segments.push(actionSegment(entry, age, message?.text));
    else if (message) segments.push(segment(message.author, age, message.text));
  }
}

/** An action as its candidate reads: what its id says, then what was said by it, or given. */
function actionSegment({ target, values }: TimelineEntry, age: number, said: string | undefined): Segment {
  const given = Object.entries(values).map(([name, value]) => `${wordsOfId(name)} ${value}`);
  const what = said ?? given.join(', ');
  const words = wordsOfTarget(target);
  return segment('action', age, what === '' ? words : `${words}: ${what}`, target);
}
