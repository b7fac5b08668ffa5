import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disarmCommands, printable, printableLine } from './printable.ts';
import { isCleanText } from './text.ts';

/** What a CI service reads: GitHub trims a line and looks for `::`, and for `##[` anywhere; Azure for `##vso[`. */
const isCommand = (line: string) => line.trimStart().startsWith('::') || /##\w*\[/.test(line);

describe('printable text', () => {
  it.each([
    ['\u001b[31mred', '\\u001b[31mred'],
    ['\u009b31mred', '\\u009b31mred'],
    ['a\u202eb\u2066c\u200fd\u061ce', 'a\\u202eb\\u2066c\\u200fd\\u061ce'],
    ['100 %\r0 %', '100 %\\r0 %'],
    ['a\u2028::error::b', 'a\\u2028::error::b'],
    ['\ud800', '\\ud800'],
    ['zero\u200bwidth\ufeff', 'zero\\u200bwidth\\ufeff'],
    ['tag\u{e0041}', 'tag\\u{e0041}'],
    ['::error file=a,line=1::b', ': :error file=a,line=1::b'],
    ['fine\n \t\u00a0::warning::b', 'fine\n \t\u00a0: :warning::b'],
    ['a ##[error]b ##vso[task.complete]c', 'a ## [error]b ## vso[task.complete]c'],
    ['a::b and C# #[x] # [y]', 'a::b and C# #[x] # [y]'],
  ])('shows in %j what would steer', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it.each(['می\u200cخواهم', 'क्\u200dष', 'ന്\u200d', '👩\u200d👩\u200d👧', '👍🏽', 'é', '⚠️', 'שָׁלוֹם'])(
    'leaves the word %s as it is',
    (word) => {
      expect(printable(word)).toBe(word);
    },
  );

  it('shows joiners that join nothing', () => {
    expect(printable('\u200d= 1\u200c, a\u200d\u200db c\u200d= d\u200d')).toBe(
      '\\u200d= 1\\u200c, a\\u200d\\u200db c\\u200d= d\\u200d',
    );
  });

  it('keeps foreign lines from beginning a line of their own', () => {
    expect(printableLine('a\n::error::b\r\nc\td')).toBe('a\\n::error::b\\nc\\td');
  });

  it('is clean for any text, holds no command, and leaves its own result as it is', () => {
    const part = fc.constantFrom(
      '::',
      ':',
      '##',
      '[',
      'vso[',
      '\n',
      '\r',
      '\u001b[1m',
      '\u202e',
      '\u200d',
      '\ud800',
      ' ',
      '\u3000',
      'a',
      '\u0085',
    );
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: part }), fc.string({ unit: 'binary' })), (text) => {
        const shown = printable(text);
        expect(isCleanText(shown)).toBe(true);
        expect(shown.split('\n').filter(isCommand)).toEqual([]);
        expect(printable(shown)).toBe(shown);
        expect(printableLine(text)).not.toMatch(/[\n\t]/);
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('disarms a command behind colour codes of our own', () => {
    expect(disarmCommands('\u001b[1m ::error::x\u001b[0m')).toBe('\u001b[1m : :error::x\u001b[0m');
  });
});
