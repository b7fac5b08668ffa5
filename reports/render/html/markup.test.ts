import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from './markup.ts';

describe('html', () => {
  it('escapes text, passes markup and lists, drops null', () => {
    const items = ['<a>', 'b & c'].map((text) => html`<li title="${text}">${text}</li>`);
    expect(html`<ul>${items}${null}${3}</ul>`.text).toBe(
      '<ul><li title="&lt;a&gt;">&lt;a&gt;</li><li title="b &amp; c">b &amp; c</li>3</ul>',
    );
  });

  it('lets no text end an element or an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const inner = html`<p title="${text}">${text}</p>`.text.slice('<p title="'.length, -'</p>'.length);
        expect(inner.split('">')).toHaveLength(2);
        expect(inner.replace('">', '')).not.toMatch(/[<>"']/);
      }),
      { numRuns: 1000, seed: 1 },
    );
  });
});
