import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCleanText } from '../../harness/contract/text.ts';
import { singleLine } from './single-line.ts';

describe('singleLine', () => {
  it('takes terminal sequences out whole', () => {
    expect(singleLine('\u001b[31mred\u001b[0m \u001b]8;;http://x\u0007link\u001b]8;;\u0007 \u009b1mbold')).toBe(
      'red link bold',
    );
  });

  it('takes line breaks, reordering marks and invisible characters out', () => {
    expect(singleLine('a\r\nb\u202ec\u200b\u200fd\u{e0041}e\u2028f')).toBe('a bcde f');
  });

  it('gives one clean line for any text, and leaves its own result as it is', () => {
    const dangerous = fc.constantFrom(
      '\u001b',
      '[',
      '31m',
      '\u009b',
      '\n',
      '\r',
      '\b',
      '\u202e',
      '\u2028',
      '\ud800',
      'a',
      ' ',
    );
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: dangerous })), (text) => {
        const line = singleLine(text);
        expect(isCleanText(line)).toBe(true);
        expect(line).not.toMatch(/[\n\t\r\u200b-\u200f]/);
        expect(singleLine(line)).toBe(line);
      }),
      { numRuns: 2000, seed: 1 },
    );
  });
});
