import { describe, expect, it } from 'vitest';
import { element } from './xml.ts';

describe('an element of XML', () => {
  it('holds a text, elements, or nothing', () => {
    expect(element('a', {}).xml).toBe('<a/>');
    expect(element('a', { b: 1, c: 'x' }, '').xml).toBe('<a b="1" c="x"/>');
    expect(element('a', { b: 'x' }, 'text').xml).toBe('<a b="x">text</a>');
    expect(element('a', {}, [element('b', {}), element('c', {}, 'd')]).xml).toBe('<a>\n<b/>\n<c>d</c>\n</a>');
  });

  it('keeps markup, and white space in an attribute, as text', () => {
    const text = 'a&<>"\t\n\rb';
    expect(element('a', { b: text }, text).xml).toBe(
      '<a b="a&amp;&lt;&gt;&quot;&#9;&#10;&#13;b">a&amp;&lt;&gt;&quot;\t\n&#13;b</a>',
    );
  });

  it('shows what XML cannot hold as U+FFFD, and nothing else', () => {
    const bad = ['\u0000', '\u0008', '\u000b', '\u001f', '\ud800', '\udfff', '\ufffe', '\uffff'];
    for (const one of bad) expect(element('a', {}, `x${one}y`).xml, JSON.stringify(one)).toBe('<a>x\ufffdy</a>');
    for (const one of ['\t', '\n', ' ', '\ud7ff', '\ue000', '\ufffd', '\u{10000}', '\u{10ffff}'])
      expect(element('a', {}, one).xml, JSON.stringify(one)).toBe(`<a>${one}</a>`);
  });
});
