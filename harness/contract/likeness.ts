import { comparableText } from './text.ts';

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
