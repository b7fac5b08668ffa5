import { z } from 'zod';

/** Longest text anywhere in a log, in UTF-16 code units. A longer one is rejected with its place. */
export const MAX_TEXT_LENGTH = 10_000;
/** Longest identifier, in UTF-16 code units. */
const MAX_ID_LENGTH = 200;

// Control characters, lone surrogates, and bidirectional overrides: a browser control would drop or
// reorder them, so that the two ways into the desk could differ, and they hide text from a reader.
const FORBIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: rejecting them is the point
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Whether a text may stand in a log: well-formed Unicode, and of controls only tab and line feed. */
export function isCleanText(text: string): boolean {
  return !FORBIDDEN.test(text);
}

/** The nearest clean text: line ends become `\n`, forbidden characters go, and over-long text is cut. */
export function cleanText(text: string): string {
  const global = new RegExp(FORBIDDEN.source, 'g');
  const clean = text.replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(global, '');
  return clean.length <= MAX_TEXT_LENGTH ? clean : clean.slice(0, MAX_TEXT_LENGTH).replace(/[\ud800-\udbff]$/, '');
}

/** The nearest clean text on one line, trimmed, as a single-line control holds it. */
export function cleanLine(text: string): string {
  return cleanText(text)
    .replace(/[\t\n]+/g, ' ')
    .trim();
}

/** Text as actions are compared by: case folded, white space collapsed, trimmed. */
export function comparableText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

export const textSchema = z
  .string()
  .max(MAX_TEXT_LENGTH)
  .refine(isCleanText, { error: 'contains control characters, bidirectional overrides or broken Unicode' });

export const lineSchema = textSchema.refine((text) => !/[\t\n]/.test(text), { error: 'must be a single line' });

export const idSchema = z
  .string()
  .min(1)
  .max(MAX_ID_LENGTH)
  .refine((id) => isCleanText(id) && !/[\t\n]/.test(id) && id.trim() === id, {
    error: 'must be one line of printable text without outer spaces',
  })
  .refine((id) => !['__proto__', 'constructor', 'prototype'].includes(id), { error: 'is a reserved name' });

/** Whether a value stands in a text as a whole, not within another word or number. */
export function mentions(text: string, value: string): boolean {
  if (value.length < 2) return false;
  const [plain, sought] = [comparableText(text), comparableText(value)];
  for (let at = plain.indexOf(sought); at >= 0; at = plain.indexOf(sought, at + 1))
    if (!isWord(plain[at - 1]) && !isWord(plain[at + sought.length])) return true;
  return false;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

/** How alike two wordings are: common words over all words of both. Range: [0, 1]. */
export function likeness(a: string, b: string): number {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  const common = [...left].filter((word) => right.has(word)).length;
  const all = left.size + right.size - common;
  return all === 0 ? 0 : common / all;
}

/** Least likeness at which two wordings count as the same message. */
export const ALIKE = 0.5;

function wordsOf(text: string): Set<string> {
  return new Set(comparableText(text).match(/[\p{L}\p{N}']+/gu) ?? []);
}
