import type { Screen } from '../../harness/contract/screen.ts';

const SLOT = /\{([^{}:]+)(?::[^{}]*)?\}/g;

/**
 * A canned reply's text with its slots filled from what the screen shows: the last results, the case's fields,
 * the values last submitted. A slot that nothing fills becomes its name in brackets.
 */
export function fillSlots(text: string, screen: Screen): string {
  if (!text.includes('{')) return text;
  return text.replace(SLOT, (_, name: string) => lookUp(comparable(name), screen) ?? `[${name}]`);
}

function lookUp(slot: string, screen: Screen): string | null {
  const sources: Readonly<Record<string, string>>[] = [
    ...screen.results.toReversed().flatMap((result) => result.items.slice(0, 1)),
    screen.fields,
    ...screen.timeline.toReversed().map((entry) => entry.values),
  ];
  for (const source of sources)
    for (const [name, value] of Object.entries(source)) if (comparable(name) === slot && value !== '') return value;
  return null;
}

/** Names compared without case, spaces and punctuation: `Account number` fills `{account_number}`. */
function comparable(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
