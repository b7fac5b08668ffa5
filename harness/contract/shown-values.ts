import { fillTemplate, slotValue } from './fill-template.ts';
import type { Screen } from './screen.ts';

/** Every value that the screen shows beside the chat: the last results first, then the case's fields, then what was last submitted. */
export function shownValues(screen: Screen): Readonly<Record<string, string>>[] {
  return [
    ...screen.results.toReversed().flatMap((result) => result.items.slice(0, 1)),
    screen.fields,
    ...screen.timeline.toReversed().map((entry) => entry.values),
  ];
}

/** A canned reply's text with its slots filled from what the screen shows. */
export function fillFromScreen(template: string, screen: Screen): string {
  if (!template.includes('{')) return template;
  const records = shownValues(screen);
  return fillTemplate(template, (slot) => slotValue(slot, records));
}
