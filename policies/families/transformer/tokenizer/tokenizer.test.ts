import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnMerges, tokenizerWords } from './byte-pairs.ts';
import { createTokenizer } from './tokenizer.ts';

const CORPUS = [
  'Hello, how may I help you today?',
  'I would like to book a hotel, please.',
  'May I have your name, please?',
  'My name is Zoë; my account number is 4417.',
  'How may I help? May I help? I would like help.',
];
const tokenizer = createTokenizer(learnMerges(CORPUS, 320));

// Well-formed Unicode: what UTF-8 can hold.
const text = fc.string({ unit: 'binary', maxLength: 80 });

describe('the tokenizer', () => {
  it('gives any text back', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.constantFrom(...CORPUS)), (one) => {
        expect(tokenizer.decode(tokenizer.encode(one))).toBe(one);
        expect(tokenizerWords(one).join('')).toBe(one);
      }),
    );
  });

  it('keeps its ids below its size, and makes frequent words one token', () => {
    fc.assert(
      fc.property(text, (one) => {
        for (const token of tokenizer.encode(one)) expect(token).toBeLessThan(tokenizer.size);
      }),
    );
    expect(tokenizer.encode(' help')).toHaveLength(1);
    expect(tokenizer.encode(' zebra').length).toBeGreaterThan(2);
  });

  it('learns the same merges whatever the order of the texts', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(CORPUS, { minLength: CORPUS.length }), (order) => {
        expect(learnMerges(order, 320)).toEqual(tokenizer.merges);
      }),
      { numRuns: 10 },
    );
  });

  it('holds nothing that its texts do not', () => {
    const parts = Array.from({ length: tokenizer.size - 256 }, (_, at) => tokenizer.decode([256 + at]));
    for (const part of parts.filter((one) => !one.includes('\uFFFD')))
      expect(CORPUS.some((one) => one.includes(part))).toBe(true);
  });

  it('stops where no pair occurs twice, and works without any merge', () => {
    expect(learnMerges(['ab'], 4000)).toEqual([]);
    expect(learnMerges([], 4000)).toEqual([]);
    expect(createTokenizer([]).encode('ab')).toEqual([97, 98]);
  });

  it('refuses merges that name what is not made yet, and ids that are no tokens', () => {
    expect(() => createTokenizer([[97, 256]])).toThrow('may name only earlier tokens');
    expect(() => tokenizer.decode([tokenizer.size])).toThrow('is no token');
  });
});
