import type { Control } from '../contract/control.ts';
import type { ChatMessage, Screen, ShownResult, TimelineEntry } from '../contract/screen.ts';
import { Hasher } from '../shared/hash.ts';

interface Lanes {
  readonly a: number;
  readonly b: number;
}

const cache = new WeakMap<object, Lanes>();
const screens = new WeakMap<Screen, string>();

/**
 * The content hash of a screen, sixteen hexadecimal digits: two screens that show the same have the
 * same hash, whichever desk made them. Parts that a desk hands out again are hashed only once.
 */
export function hashScreen(screen: Screen): string {
  let digest = screens.get(screen);
  if (digest === undefined) {
    digest = computeHash(screen);
    screens.set(screen, digest);
  }
  return digest;
}

function computeHash(screen: Screen): string {
  const hasher = new Hasher().text(screen.caseId).text(screen.subject).text(screen.status).number(screen.messageCount);
  const { procedure } = screen;
  hasher.number(procedure ? 1 : 0);
  if (procedure) hasher.text(procedure.id).text(procedure.title).text(procedure.screen).text(procedure.screenTitle);
  take(hasher, screen.controls, takeControls);
  hasher.number(screen.messages.length);
  for (const message of screen.messages) take(hasher, message, takeMessage);
  take(hasher, screen.fields, takeFields);
  hasher.number(screen.results.length);
  for (const result of screen.results) take(hasher, result, takeResult);
  hasher.number(screen.timeline.length);
  for (const entry of screen.timeline) take(hasher, entry, takeEntry);
  return hasher.digest();
}

/**
 * Takes in a part's own hash, so that the sum does not depend on what was cached. Only for parts that
 * a desk may hand out again and that are dearer to hash than to look up.
 */
function take<T extends object>(hasher: Hasher, part: T, content: (hasher: Hasher, part: T) => void): void {
  let lanes = cache.get(part);
  if (!lanes) {
    const own = new Hasher();
    content(own, part);
    lanes = { a: own.a, b: own.b };
    cache.set(part, lanes);
  }
  hasher.lanes(lanes.a, lanes.b);
}

function takeControls(hasher: Hasher, controls: readonly Control[]): void {
  hasher.number(controls.length);
  for (const control of controls) take(hasher, control, takeControl);
}

function takeControl(hasher: Hasher, control: Control): void {
  hasher.text(control.id).text(control.kind).text(control.label).text(control.target);
  hasher.number(control.form === null ? 0 : 1).text(control.form ?? '');
  hasher.text(control.value).number((control.required ? 2 : 0) + (control.enabled ? 1 : 0));
  hasher.number(control.options.length);
  for (const option of control.options) hasher.text(option);
}

function takeMessage(hasher: Hasher, message: ChatMessage): void {
  hasher.text(message.author).text(message.text);
}

function takeFields(hasher: Hasher, fields: Screen['fields']): void {
  hasher.record(fields);
}

function takeResult(hasher: Hasher, result: ShownResult): void {
  hasher
    .text(result.form)
    .text(result.control)
    .number(result.selected ? 1 : 0);
  hasher.number(result.total === null ? -1 : result.total).number(result.status === null ? 0 : 1);
  hasher.text(result.status ?? '').number(result.items.length);
  for (const item of result.items) hasher.record(item);
}

function takeEntry(hasher: Hasher, entry: TimelineEntry): void {
  hasher.text(entry.kind).text(entry.target).number(entry.messageCount);
  hasher.record(entry.values);
}
