import stringWidth from 'string-width';

// A terminal draws each consonant of a conjunct in a column of its own, whatever a newer Unicode calls one cluster.
const VIRAMA = /[\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d]/g;
// The vowel AM of Thai and Lao is a letter with a column, and a mark on the letter before it.
const VOWEL_AM: Readonly<Record<string, string>> = { '\u0e33': '\u0e4d\u0e32', '\u0eb3': '\u0ecd\u0eb2' };

/**
 * Columns that a text takes on a terminal: marks and joiners none, wide characters, flags and pictures two.
 *
 * Source: string-width, after UAX 11 and 29.
 */
export function textWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  return stringWidth(text.replace(VIRAMA, '').replace(/[\u0e33\u0eb3]/g, (vowel) => VOWEL_AM[vowel]!));
}

const clusters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The characters of a text as a reader sees them: a letter with its marks, a picture with its parts. */
export function charactersOf(text: string): string[] {
  return Array.from(clusters.segment(text), ({ segment }) => segment);
}

/** The beginning of a text that fits into so many columns. */
export function cutToWidth(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let cut = '';
  for (const character of charactersOf(text)) {
    if (textWidth(cut + character) > width) break;
    cut += character;
  }
  return cut;
}
