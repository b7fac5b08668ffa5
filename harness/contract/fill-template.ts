import { perText } from './remember.ts';

const SLOT = /\{([^{}:]+)(?::[^{}]*)?\}/g;

/** A canned reply's text with its slots filled. A slot for which there is no value becomes its name in brackets: a hole. */
export function fillTemplate(template: string, valueIn: (slot: string) => string | null): string {
  if (!template.includes('{')) return template;
  return template.replace(SLOT, (_, name: string) => valueIn(name) ?? `[${name.trim()}]`);
}

/** The value that fills a slot: of the first record that has a field of its name. `Account number` fills `{account_number}`. */
export function slotValue(slot: string, records: Iterable<Readonly<Record<string, string>>>): string | null {
  const wanted = comparableName(slot);
  for (const record of records)
    for (const [name, value] of Object.entries(record))
      if (comparableName(name) === wanted && value.trim() !== '') return value;
  return null;
}

/** Names as slots are matched by: without case, spaces and punctuation. */
export const comparableName = perText((name) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''), 5000);
