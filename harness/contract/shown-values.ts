import { comparableName, fillTemplate, slotValue } from './fill-template.ts';
import { perObject } from './remember.ts';
import type { Screen } from './screen.ts';

type Records = readonly Readonly<Record<string, string>>[];

/** Every value that the screen shows beside the chat: the last results first, then the case's fields, then what was last submitted. */
const shownValues = perObject(
  (screen: Screen): Records => [
    ...screen.results.toReversed().flatMap((result) => result.items.slice(0, 1)),
    screen.fields,
    ...screen.timeline.toReversed().map((entry) => entry.values),
  ],
);

/** A canned reply's text with its slots filled from what the screen shows, else from what else is known, such as what the customer said. */
export function fillFromScreen(template: string, screen: Screen, known: Records = []): string {
  if (!template.includes('{')) return template;
  const records = [...shownValues(screen), ...known];
  return fillTemplate(template, (slot) => slotValue(slot, records));
}

/** Slots of a canned reply that nothing on the screen fills, by their comparable names. */
export function openSlots(template: string, screen: Screen): string[] {
  if (!template.includes('{')) return [];
  const records = shownValues(screen);
  const open: string[] = [];
  fillTemplate(template, (slot) => {
    const value = slotValue(slot, records);
    if (value === null) open.push(comparableName(slot));
    return value;
  });
  return open;
}
