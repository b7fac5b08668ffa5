import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charactersOf, cutToWidth, textWidth } from './text-width.ts';

describe('the width of text on a terminal', () => {
  it.each([
    ['plain', 5],
    ['e\u0301t\u0065\u0301', 3],
    ['สวัสดี', 4],
    ['กำ', 2],
    ['ກຳ', 2],
    ['नमस्ते', 4],
    ['שָׁלוֹם', 4],
    ['مرحبا', 5],
    ['می\u200cخواهم', 7],
    ['한국', 4],
    ['\u1112\u1161\u11ab', 2],
    ['日本', 4],
    ['＝', 2],
    ['1\ufe0f\u20e3', 2],
    ['👍🏽', 2],
    ['👩\u200d👩\u200d👧', 2],
    ['🇩🇪', 2],
    ['⚠\ufe0f', 2],
    ['−18.7 [α β]…', 12],
  ])('of %s is %i', (text, width) => {
    expect(textWidth(text)).toBe(width);
  });

  it('cuts between characters, never inside one, and fills the room as far as it can', () => {
    const unit = fc.constantFrom('a', '日', 'e\u0301', 'สี', '👩\u200d👧', '👍🏽', '🇩🇪', ' ', 'क्');
    fc.assert(
      fc.property(fc.string({ unit }), fc.nat(20), (text, width) => {
        const cut = cutToWidth(text, width);
        expect(text.startsWith(cut)).toBe(true);
        expect(textWidth(cut)).toBeLessThanOrEqual(width);
        const all = charactersOf(text);
        const kept = charactersOf(cut);
        expect(kept).toEqual(all.slice(0, kept.length));
        if (kept.length < all.length) expect(textWidth(all.slice(0, kept.length + 1).join(''))).toBeGreaterThan(width);
      }),
      { seed: 1 },
    );
  });
});
