import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textWidth } from '../../../harness/contract/text-width.ts';
import { wrapText } from './wrap-text.ts';

it('breaks lines between words, as late as the width allows', () => {
  expect(wrapText('one two three', 13)).toEqual(['one two three']);
  expect(wrapText('one two three', 12)).toEqual(['one two', 'three']);
  expect(wrapText('aaaaa bbbb', 10)).toEqual(['aaaaa bbbb']);
  expect(wrapText('aaaaa bbbbb', 10)).toEqual(['aaaaa', 'bbbbb']);
  expect(wrapText('', 20)).toEqual([]);
  expect(wrapText(' a   b ', 20)).toEqual(['a b']);
});

it('sets lines after the first below its beginning', () => {
  expect(wrapText('one two three four', 14, '  • ')).toEqual(['  • one two', '    three four']);
});

it('cuts words that are longer than a line, and leaves room for ten characters', () => {
  expect(wrapText('abcdefghijklmno', 10)).toEqual(['abcdefghij', 'klmno']);
  expect(wrapText('abcdefghijklmnopqrst', 10)).toEqual(['abcdefghij', 'klmnopqrst']);
  expect(wrapText('abcdefghijkl', 3)).toEqual(['abcdefghij', 'kl']);
  expect(wrapText('中中中中中中', 10)).toEqual(['中中中中中', '中']);
});

it('keeps every word in its order, and no line too wide', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '中', 'é', '.'), minLength: 1, maxLength: 14 });
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), fc.integer({ min: 10, max: 40 }), (words, width) => {
      const lines = wrapText(words.join(' '), width);
      expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''));
      for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width);
    }),
    { numRuns: 200 },
  );
});
