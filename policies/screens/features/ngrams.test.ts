import { describe, expect, it } from 'vitest';
import { FeatureSet } from './feature-set.ts';
import { hashFeature } from './hash.ts';
import { verbOf } from './kind-facts.ts';
import { ngramsOf, wordsOf } from './ngrams.ts';

describe('words of a text', () => {
  it.each([
    ['I’m Here, NOW!', ["i'm", 'here', 'now', '!']],
    ['Why? 12 or 123 or 98765', ['why', '?', '12', 'or', '#3', 'or', '#5']],
    ['A12345 ﬁve Ünder_score', ['a12345', 'five', 'ünder', 'score']],
    ['… – .', []],
  ])('%s', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it('are hashed one by one and in pairs with the word before; the first pairs with the beginning', () => {
    const { words, pairs } = ngramsOf('a b a b');
    expect(words).toEqual(['a', 'b', 'a', 'b'].map(hashFeature));
    expect(pairs).toHaveLength(4);
    expect(pairs[1]).toBe(pairs[3]);
    expect(new Set(pairs).size).toBe(3);
    expect(ngramsOf('a').pairs[0]).toBe(pairs[0]);
    expect(ngramsOf('b a').pairs[1]).toBe(pairs[2]);
  });
});

describe('what a target does', () => {
  it.each([
    ['send_text hotel_ask_day', 'send_text doctor_ask_name'],
    ['send_text ask', 'send_text taxi_ask'],
    ['submit_form flight/book', 'submit_form hotel/book'],
    ['click_control button:peek', 'click_control button:look'],
  ])('%s is as %s', (one, other) => {
    expect(verbOf(one)).toBe(verbOf(other));
  });

  it.each([
    ['send_text hotel_ask_day', 'send_text hotel_inform_day'],
    ['send_text asking_day', 'send_text ask_day'],
    ['submit_form flight/book', 'submit_form flight/check'],
    ['send_text ask', 'click_control ask'],
  ])('%s is not as %s', (one, other) => {
    expect(verbOf(one)).not.toBe(verbOf(other));
  });
});

describe('a set of features', () => {
  it('holds each once, with its first weight, in the order in which they came, up to its limit', () => {
    const set = new FeatureSet(3);
    set.clear();
    for (const [id, weight] of [
      [7, 1],
      [9, 0.5],
      [7, 0.25],
      [2 ** 20 + 9, 2],
      [11, 4],
      [13, 8],
    ] as const)
      set.add(id, weight);
    expect(set.take()).toEqual({ ids: Int32Array.of(7, 9, 11), weights: Float32Array.of(1, 0.5, 4) });
    set.clear();
    set.add(13, 8);
    expect(set.take()).toEqual({ ids: Int32Array.of(13), weights: Float32Array.of(8) });
  });

  it('holds those that fall into one slot', () => {
    const set = new FeatureSet(4);
    set.clear();
    for (const id of [1, 17, 33, 49]) set.add(id, id);
    expect([...set.take().ids]).toEqual([1, 17, 33, 49]);
  });
});
