import { describe, expect, it } from 'vitest';
import { replyRole, statesNothing } from './reply-role.ts';
import {
  cleanLine,
  cleanText,
  comparableText,
  idSchema,
  isCleanText,
  likeness,
  lineSchema,
  MAX_TEXT_LENGTH,
  mentions,
  textSchema,
} from './text.ts';

describe('clean text', () => {
  it('is cut to its greatest length, and halves no character', () => {
    const longest = 'x'.repeat(MAX_TEXT_LENGTH);
    expect([cleanText(longest), cleanText(`${longest}y`)]).toEqual([longest, longest]);
    expect(cleanText(`${'x'.repeat(MAX_TEXT_LENGTH - 1)}😀`)).toBe('x'.repeat(MAX_TEXT_LENGTH - 1));
    expect([longest, `${longest}y`].map((text) => textSchema.safeParse(text).success)).toEqual([true, false]);
  });

  it('holds line feeds and tabs alone of controls, and line ends of one kind', () => {
    expect(cleanText('a\r\nb\rc\u2028d\u2029e\u0000\u202ef\ufeff\ud800g\u007f')).toBe('a\nb\nc\nd\nefg');
    expect(cleanLine(' a\t\n b\n')).toBe('a  b');
    for (const text of ['', 'a\tb\nc', '😀']) expect(isCleanText(text)).toBe(true);
    for (const bad of ['\u0000', '\u000b', '\r', '\u009f', '\u2066', '\ud83d', '\ude00'])
      expect(isCleanText(bad)).toBe(false);
    expect(['a b', 'a\tb', 'a\nb'].map((text) => lineSchema.safeParse(text).success)).toEqual([true, false, false]);
  });

  it('names things by one line of 1 to 200 characters without outer spaces, none of them reserved', () => {
    const good = ['a', 'x'.repeat(200), 'a b', '__proto'];
    const bad = ['', 'x'.repeat(201), ' a', 'a ', 'a\tb', 'a\nb', '\u0000', '__proto__', 'constructor', 'prototype'];
    for (const id of good) expect(idSchema.safeParse(id).success, id).toBe(true);
    for (const id of bad) expect(idSchema.safeParse(id).success, id).toBe(false);
  });
});

describe('comparing texts', () => {
  it('knows a value only where it stands as a whole, wherever that is', () => {
    for (const text of ['48213', 'No. 48213.', 'x48213 48213', '(48213)'])
      expect(mentions(text, '48213'), text).toBe(true);
    for (const text of ['482130', 'x48213', '48213é', '4821']) expect(mentions(text, '48213'), text).toBe(false);
    expect(mentions('IN NEW   YORK', 'new york')).toBe(true);
    // One letter stands in anything.
    expect([mentions('a b', 'a'), mentions('ab cd', 'ab'), mentions('anything', '')]).toEqual([false, true, false]);
    expect(comparableText('  Ａ\tﬁ  ')).toBe('a fi');
  });

  it('counts common words over all words', () => {
    expect(likeness('the red house', 'A red house')).toBe(0.5);
    expect(likeness('It’s red, red!', 'RED')).toBeCloseTo(1 / 3, 12);
    expect([likeness('', ''), likeness('a', ''), likeness('a b', 'b a')]).toEqual([0, 0, 1]);
  });
});

describe('what a message is for', () => {
  const padded = (start: string, length: number, end = '') => `${start.padEnd(length - end.length, 'x')}${end}`;

  it.each([
    ['Hello ', 80, '', 'greeting'],
    ['Well, good bye ', 80, '', 'farewell'],
    ['Is there anything else that ', 100, '?', 'anything else'],
  ])('%s… is told by how short it is', (start, limit, end, role) => {
    expect(replyRole(padded(start, limit - 1, end))).toBe(role);
    expect(replyRole(padded(start, limit, end))).not.toBe(role);
  });

  it('goes by its other words', () => {
    expect(replyRole('Anything else to be told.')).toBe('tell');
    expect(replyRole('Good bye?')).toBe('ask');
    expect(replyRole('I don’t quite understand you')).toBe('fallback');
    expect(replyRole('Thanks, could you give me your number')).toBe('ask');
    expect(replyRole('It is booked. Shall I send it?')).toBe('tell');
    expect(replyRole('!')).toBe('tell');
  });

  it('says nothing where it only thanks, shortly', () => {
    expect([59, 60].map((length) => statesNothing(padded('Thanks ', length)))).toEqual([true, false]);
    expect(statesNothing('It is booked, thanks')).toBe(false);
    expect(statesNothing('Which day?')).toBe(true);
  });
});
