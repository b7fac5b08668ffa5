import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fits } from '../../../harness/contract/legal.ts';
import { comparableText } from '../../../harness/contract/text.ts';
import { otherValue } from './values.ts';

describe('another value', () => {
  const rng = (draw: number) => ({ next: () => draw });
  const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  it('is another one, and every field can hold it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('C-2279-57', '2031-02-28', 'Mill Lane 4', 'Ada Berg', '48213'),
        share,
        (value, draw) => {
          const kind = value.startsWith('2031') ? ('date' as const) : ('text' as const);
          const other = otherValue(value, [{ kind, options: [] }], rng(draw)) as string;
          expect(comparableText(other)).not.toBe(comparableText(value));
          expect(fits({ kind, options: [] }, other)).toBe(true);
        },
      ),
    );
  });

  it('is one that fits all fields that it goes into, whichever comes first', () => {
    const narrow = { kind: 'radio' as const, options: ['Late', 'Broken'] };
    const wide = { kind: 'radio' as const, options: ['Late', 'Lost', 'Broken', 'Wrong'] };
    const [text, date] = [
      { kind: 'text' as const, options: [] },
      { kind: 'date' as const, options: [] },
    ];
    fc.assert(
      fc.property(share, (draw) => {
        expect(otherValue('Late', [wide, narrow], rng(draw))).toBe('Broken');
        expect(otherValue('Late', [narrow, wide], rng(draw))).toBe('Broken');
        expect(fits(date, otherValue('2031-02-28', [text, date], rng(draw)) as string)).toBe(true);
      }),
    );
  });

  it('is another option where there are options, and none where there is none', () => {
    expect(otherValue('Late', [{ kind: 'radio', options: ['Late', 'Broken'] }], rng(0.99))).toBe('Broken');
    expect(otherValue('true', [{ kind: 'checkbox', options: [] }], rng(0.5))).toBeNull();
    expect(otherValue('!', [{ kind: 'text', options: [] }], rng(0.5))).toBeNull();
  });
});
