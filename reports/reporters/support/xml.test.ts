import { describe, expect, it } from 'vitest';
import { checkWith, nightOf } from '../testing/nights.ts';
import { markdownNight } from './markdown-night.ts';
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

describe('a night that holds more than a comment can', () => {
  const long = 'x'.repeat(900);
  const bad = (count: number) => Array.from({ length: count }, () => checkWith({ verdict: 'FAIL', sentence: long }));

  it('leaves out what comes last and counts it, within 60,000 characters', () => {
    const good = Array.from({ length: 40 }, () => checkWith({}));
    const text = markdownNight(nightOf([...bad(70), ...good]));
    expect(text.length).toBeLessThanOrEqual(60_000);
    const [, lists, passed] =
      /Left out, .*: (\d+) more lists? of sessions?s?, (\d+) more check that passeds?\./.exec(text) ?? [];
    expect([lists, passed]).not.toContain(undefined);
  });

  it('names five sessions of a check, and its command', () => {
    const flips = Array.from({ length: 7 }, (_, at) => ({
      ...{ session: `s${at}`, play: 'p', before: '1', now: '0', command: `show ${at}` },
    }));
    const text = markdownNight(nightOf([checkWith({ verdict: 'FAIL', flips })]));
    expect(flips.filter(({ session }) => text.includes(`- ${session} (`))).toHaveLength(5);
    expect(text).toContain('show 0');
    expect(text).not.toContain('show 1');
    expect(text).not.toContain('Left out');
  });
});
