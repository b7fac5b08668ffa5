import { perText } from '../../../harness/contract/remember.ts';
import { hashFeature, mix } from './hash.ts';

/** Hashes of a text's words and word pairs. */
export interface Ngrams {
  readonly words: readonly number[];
  readonly pairs: readonly number[];
}

const WORD = /[\p{L}\p{N}]+(?:'\p{L}+)?|[?!]/gu;

/** Words of a text: case folded; numbers of three digits or more become their length, so that no account is learned by heart. */
export function wordsOf(text: string): string[] {
  const folded = text.normalize('NFKC').toLowerCase().replaceAll('’', "'");
  return (folded.match(WORD) ?? []).map((word) => (/^\d{3,}$/.test(word) ? `#${word.length}` : word));
}

/** Word 1-grams and 2-grams of a text, hashed; the first word also pairs with the text's beginning. */
export const ngramsOf = perText<Ngrams>((text) => {
  const words = wordsOf(text).map(hashFeature);
  return { words, pairs: words.map((word, index) => mix(index === 0 ? 0 : words[index - 1]!, word)) };
});
