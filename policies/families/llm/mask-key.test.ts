import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskKey } from './endpoint-fault.ts';

const KEY = 'sk-proj-9fK2"mQ7xZ1vB8nL4tR6yW3eU5oI0pA\\sD';

describe('a masked key', () => {
  it('leaves no longer piece of it, wherever a text is cut', () => {
    const said = `wrong key ${KEY} given`;
    for (let from = 0; from < said.length; from++)
      for (const part of [said.slice(from), said.slice(0, from)]) {
        const masked = maskKey(part, KEY);
        for (let at = 0; at + 6 <= KEY.length; at++) expect(masked).not.toContain(KEY.slice(at, at + 6));
        for (let length = 3; length <= KEY.length; length++) {
          expect(masked.endsWith(KEY.slice(0, length))).toBe(false);
          expect(masked.startsWith(KEY.slice(-length))).toBe(false);
        }
      }
  });

  it('is taken out as JSON and as part of an address too', () => {
    expect(maskKey(JSON.stringify({ key: KEY }), KEY)).toBe('{"key":"[key]"}');
    expect(maskKey(`/v1?key=${encodeURIComponent(KEY)}&a=b`, KEY)).toBe('/v1?key=[key]&a=b');
  });

  it('masks a short key, and leaves text without it as it is', () => {
    expect(maskKey('the key abc is wrong', 'abc')).toBe('the key [key] is wrong');
    expect(maskKey('abc', null)).toBe('abc');
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('x', '.', ' ', '"') }), (text) => {
        expect(maskKey(text, KEY)).toBe(text);
      }),
      { seed: 1 },
    );
  });
});
