import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { saysReply, unfilledSlots } from './reply-template.ts';

const SAVE = 'I will save {street}, {postcode:str} {city} from {valid_from}. Is that right?';

describe('saysReply', () => {
  it('knows a reply by its words, whatever its slots hold', () => {
    expect(saysReply('I will save Bridge Street 205, 42126 Kingsport from 11 April. Is that right?', SAVE)).toBe(true);
    expect(saysReply('i will  save a, b c from d. is that right?', SAVE)).toBe(true);
    expect(saysReply('Hello, how can I help?', 'Hello, how can I help?')).toBe(true);
  });

  it('takes any other words for the writer’s own', () => {
    expect(saysReply('Go away, we are closed.', 'Hello, how can I help?')).toBe(false);
    expect(saysReply('I will save Bridge Street 205. Is that right?', SAVE)).toBe(false);
    expect(saysReply('I will save a, b c from d. Is that right? Or else!', SAVE)).toBe(false);
    expect(saysReply('Good news, : we refund .', 'Good news, {name}: we refund {amount}.')).toBe(false);
    expect(saysReply('', '{name}')).toBe(false);
  });

  it('holds for every filling, and for no text that begins or ends otherwise', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    const parts = fc.array(word, { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(parts, fc.array(word, { minLength: 6, maxLength: 6 }), word, (words, values, extra) => {
        const template = words.join(' {slot} ');
        const text = words.reduce((said, next, at) => `${said} ${values[at]} ${next}`);
        expect(saysReply(text, template)).toBe(true);
        expect(saysReply(`${extra}!${text}`, template)).toBe(false);
        expect(saysReply(`${text}!${extra}!`, template)).toBe(false);
      }),
      { seed: 1 },
    );
  });

  it('answers at once where text and template repeat themselves', () => {
    const text = 'a '.repeat(4999);
    expect(saysReply(text, `${'{x} a '.repeat(400)}b`)).toBe(false);
  });
});

describe('unfilledSlots', () => {
  it('finds slots of the template and names in brackets, with their places', () => {
    expect(unfilledSlots('Hi {name}, from [valid_from]: {a:str}')).toEqual([
      { at: 3, text: '{name}' },
      { at: 16, text: '[valid_from]' },
      { at: 30, text: '{a:str}' },
    ]);
  });

  it('leaves brackets alone that name nothing', () => {
    expect(unfilledSlots('See [1], {} and f(x) = { 2 } or [ 3 | 4 ].')).toEqual([]);
  });
});
