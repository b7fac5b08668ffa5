import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import type { TensorData } from '../../networks/onnx/tensor.ts';
import { FEATURES } from './candidate-state.ts';
import { type CandidateText, FACTS, type Item } from './item.ts';
import { SPECIAL } from './lexicon.ts';
import { minibatch, placeOf, type TrainingItem } from './minibatch.ts';
import { packSequences, packState, packTexts, roundUp } from './pack.ts';
import { AGES, MARKS, PARTS, type Sequence, SequenceWriter } from './sequence.ts';
import { SETTINGS, settingsFor } from './settings.ts';
import { identityOf, plainText, wordsOfId, wordsOfTarget } from './words.ts';

const sequence = (...tokens: number[]): Sequence => ({
  tokens,
  parts: tokens.map(() => 4),
  ages: tokens.map((_, at) => at),
  places: tokens.map(() => 2),
});
const text = (key: string, action: number, ...tokens: number[]): CandidateText => ({
  key,
  action,
  sequence: sequence(...tokens),
});
const numbers = (tensor: TensorData | undefined) => Array.from(tensor!.data, Number);

function item(texts: readonly CandidateText[], more: Partial<TrainingItem> = {}): TrainingItem {
  const rows = texts.length;
  return {
    sequence: sequence(1, 30, 31),
    texts,
    facts: Int32Array.from({ length: rows * FACTS }, (_, at) => Math.floor(at / FACTS) + 1),
    features: Float32Array.from({ length: rows * FEATURES }, (_, at) => Math.floor(at / FEATURES) + 0.5),
    right: 0,
    group: 'g',
    ...more,
  };
}

describe('sequences as the encoder’s inputs', () => {
  const packed = packSequences('screen', [sequence(7, 8, 9), sequence(5)], 3, 4);

  it('stand one to a row, filled up with padding', () => {
    expect(Object.keys(packed)).toEqual(['screen_tokens', 'screen_marks', 'screen_present', 'screen_first']);
    expect(packed.screen_tokens!.shape).toEqual([3, 4]);
    expect(packed.screen_marks!.shape).toEqual([3, 4, MARKS]);
    expect(numbers(packed.screen_tokens)).toEqual([7, 8, 9, 0, 5, 0, 0, 0, 0, 0, 0, 0]);
    expect(numbers(packed.screen_present)).toEqual([1, 1, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0]);
    expect(numbers(packed.screen_first)).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]);
  });

  it('mark each token by its part, its age and its place', () => {
    const marks = numbers(packed.screen_marks).flatMap((mark, at) => (mark === 1 ? [at] : []));
    const of = (cell: number, age: number) =>
      [4, PARTS.length + age, PARTS.length + AGES + 2].map((at) => cell * MARKS + at);
    expect(marks).toEqual([...of(0, 0), ...of(1, 1), ...of(2, 2), ...of(4, 0)]);
  });

  it('of candidates come with their actions’ rows', () => {
    const texts = packTexts([text('a', 3, 7), text('b', 9, 8, 9)], 3, 2);
    expect(numbers(texts.candidate_action)).toEqual([3, 9, 0]);
    expect(numbers(texts.candidate_tokens)).toEqual([7, 0, 8, 9, 0, 0]);
  });
});

it('facts are cut to their bits, and facts and features stand in the row of their screen', () => {
  const one: Item = item([text('a', 1, 7)], { facts: new Int32Array(FACTS).fill(-1) });
  const { facts, features } = packState([one, item([text('a', 1, 7), text('b', 2, 8)])], 2, 3, 4);
  expect([facts!.shape, features!.shape]).toEqual([
    [2, 3, FACTS],
    [2, 3, FEATURES],
  ]);
  const rows = (data: number[], width: number) =>
    Array.from({ length: 6 }, (_, row) => new Set(data.slice(row * width, (row + 1) * width)));
  expect(rows(numbers(facts), FACTS)).toEqual([15, 0, 0, 1, 2, 0].map((value) => new Set([value])));
  expect(rows(numbers(features), FEATURES)).toEqual([0.5, 0, 0, 0.5, 1.5, 0].map((value) => new Set([value])));
});

it.each([
  [0, 8, 8],
  [1, 8, 8],
  [8, 8, 8],
  [9, 8, 16],
  [33, 16, 48],
])('%i in steps of %i is %i', (count, step, held) => {
  expect(roundUp(count, step)).toBe(held);
});

describe('a writer of sequences', () => {
  it('cuts a part to its most and the whole to its length, and counts places in each part', () => {
    const writer = new SequenceWriter(6);
    writer.add('start', 0, [1]);
    expect([writer.at, writer.full]).toEqual([1, false]);
    writer.add('customer', 2, [10, 11, 12], 2);
    writer.add('desk', 99, [20, 21, 22, 23]);
    expect([writer.at, writer.full]).toEqual([6, true]);
    expect(writer.take()).toEqual({
      tokens: [1, 10, 11, 20, 21, 22],
      parts: ['start', 'customer', 'customer', 'desk', 'desk', 'desk'].map((part) => PARTS.indexOf(part as 'desk')),
      ages: [0, 2, 2, 23, 23, 23],
      places: [0, 0, 1, 0, 1, 2],
    });
  });

  it('counts all places from the 32nd on as the last', () => {
    const writer = new SequenceWriter(100);
    writer.add('desk', 0, Array(40).fill(5));
    expect(writer.take().places.slice(29, 35)).toEqual([29, 30, 31, 31, 31, 31]);
  });
});

describe('a minibatch', () => {
  const settings = { ...SETTINGS, size: { width: 2, heads: 1, layers: 1, inner: 2 }, factBits: 4 };
  const [a, b, c] = [text('a', 1, 7), text('b', 2, 8, 9), text('c', 3, 6)];
  const items = [item([a, b], { right: 1 }), item([b, c, a], { right: 2 })];

  it('holds each text once, the right candidates and equal weights', () => {
    const feeds = minibatch(items, settings, 100, null);
    const wide = (...some: number[]) => [...some, ...Array(16 - some.length).fill(0)];
    expect(feeds.screen_tokens!.shape).toEqual([2, 32]);
    expect(feeds.candidate_tokens!.shape).toEqual([32, 8]);
    expect(numbers(feeds.candidate_action).slice(0, 4)).toEqual([1, 2, 3, 0]);
    expect(feeds.offered!.shape).toEqual([2, 16]);
    expect(numbers(feeds.offered)).toEqual([...wide(0, 1), ...wide(1, 2)]);
    expect(numbers(feeds.mask)).toEqual([...wide(1, 1), ...wide(1, 1, 1)]);
    expect(numbers(feeds.target)).toEqual([...wide(0, 1), ...wide(0, 0, 1)]);
    expect(numbers(feeds.weight)).toEqual([0.5, 0.5]);
    for (const name of ['screen_keep0', 'screen_keep1']) expect(new Set(numbers(feeds[name]))).toEqual(new Set([1]));
    expect(feeds.candidate_keep1!.shape).toEqual([32, 1, 2]);
    expect(numbers(feeds.candidate_keep1)).toEqual([...Array(6).fill(1), ...Array(58).fill(0)]);
    expect([feeds.screen_keep2, feeds.candidate_keep2]).toEqual([undefined, undefined]);
  });

  it('beside others has the shape that holds them all, draws the same, and counts for its own screens alone', () => {
    const half = { ...settings, dropout: 0.5, wordDropout: 0.5, identityDropout: 0.5, smoothing: 0.3 };
    const long = sequence(...Array(40).fill(30));
    const others = [
      item(
        Array.from({ length: 40 }, (_, at) => text(`t${at}`, at, ...Array(9).fill(7))),
        { sequence: long },
      ),
    ];
    const alone = minibatch(items.slice(0, 1), half, 100, seedrandom('x'));
    const beside = minibatch(items.slice(0, 1), half, 100, seedrandom('x'), [items, others, items.slice(0, 1)]);
    const shapes = Object.values(minibatch(others, half, 100, seedrandom('x'), [items, others])).map(
      ({ shape }) => shape,
    );
    expect(Object.values(beside).map(({ shape }) => shape)).toEqual(shapes);
    expect(beside.screen_tokens!.shape).toEqual([2, 64]);
    expect(beside.offered!.shape).toEqual([2, 32]);
    expect(numbers(beside.weight)).toEqual([1, 0]);
    for (const name of ['screen_tokens', 'candidate_action', 'screen_keep0', 'candidate_keep1', 'target'])
      expect(numbers(beside[name]).slice(0, 2)).toEqual(numbers(alone[name]).slice(0, 2));
  });

  it('in training shares some probability among all candidates and leaves channels, words and actions out', () => {
    const half = { ...settings, dropout: 0.5, wordDropout: 0.5, identityDropout: 0.5, smoothing: 0.3 };
    const named = { ...items[1]!, sequence: sequence(1, 2, 3, 4, 30, 99, 100, 101) };
    const least = minibatch([named], half, 100, () => 0);
    expect(numbers(least.screen_tokens).slice(0, 8)).toEqual([
      ...[1, 2, 3, SPECIAL.hidden, SPECIAL.hidden, SPECIAL.hidden],
      ...[SPECIAL.unknownAction, SPECIAL.unknownAction],
    ]);
    expect(numbers(least.candidate_action)).toEqual(Array(32).fill(0));
    expect(new Set(numbers(least.screen_keep0))).toEqual(new Set([0]));
    const most = minibatch([named], half, 100, () => 0.5);
    expect(numbers(most.screen_tokens).slice(0, 8)).toEqual([1, 2, 3, 4, 30, 99, 100, 101]);
    expect(numbers(most.candidate_action).slice(0, 3)).toEqual([2, 3, 1]);
    expect(new Set(numbers(most.screen_keep0))).toEqual(new Set([2]));
    expect(
      numbers(most.target)
        .slice(0, 4)
        .map((share) => Number(share.toFixed(6))),
    ).toEqual([0.1, 0.1, 0.8, 0]);
  });

  it('of a long list considers 32 candidates in their order, the right one among them, each with what is its own', () => {
    const texts = Array.from({ length: 40 }, (_, at) => text(`t${at}`, at, 7));
    let drawn = 0;
    // The first candidates draw the largest numbers: they are left out.
    const feeds = minibatch([item(texts, { right: 3 })], { ...settings, identityDropout: 0 }, 100, () =>
      drawn < 39 ? 1 - drawn++ / 40 : 0.9,
    );
    const kept = [3, ...Array.from({ length: 31 }, (_, at) => at + 9)];
    expect(numbers(feeds.candidate_action)).toEqual(kept);
    expect(numbers(feeds.facts).filter((_, at) => at % FACTS === 0)).toEqual(kept.map((at) => (at + 1) & 15));
    expect(numbers(feeds.features).filter((_, at) => at % FEATURES === 0)).toEqual(kept.map((at) => at + 0.5));
    expect(numbers(feeds.target).indexOf(Math.max(...numbers(feeds.target)))).toBe(0);
    const whole = minibatch([item(texts.slice(0, 32))], { ...settings, identityDropout: 0 }, 100, () => 0.9);
    expect(numbers(whole.candidate_action)).toEqual(texts.slice(0, 32).map((_, at) => at));
  });

  it('has its place by about how long its screens are, then by what they offer', () => {
    const of = (group: string, length: number) => item([a], { group, sequence: sequence(...Array(length).fill(1)) });
    const all = [of('b', 33), of('b', 2), of('a', 32), of('a', 64), of('b', 1), of('a', 3)];
    const place = placeOf(all);
    expect(
      all.toSorted((x, y) => place(x) - place(y)).map(({ group, sequence: { tokens } }) => [group, tokens.length]),
    ).toEqual([
      ['a', 32],
      ['a', 3],
      ['b', 2],
      ['b', 1],
      ['a', 64],
      ['b', 33],
    ]);
  });
});

describe('settings fit the number of examples', () => {
  it.each([
    [1, 32, 5],
    [1499, 32, 5],
    [1500, 128, 10],
    [8000, 128, 10],
    [16_000, 128, 5],
    [20_000, 128, 4],
    [100_000, 128, 3],
  ])('%i: width %i, %i rounds', (examples, width, epochs) => {
    const settings = settingsFor(examples);
    expect([settings.size.width, settings.epochs]).toEqual([width, epochs]);
    expect(settings.lengths).toEqual(SETTINGS.lengths);
  });

  it('are small in all that makes training long', () => {
    const { size, vocabulary, batch, learningRate } = settingsFor(10);
    expect({ size, vocabulary, batch, learningRate }).toEqual({
      size: { width: 32, heads: 2, layers: 1, inner: 64 },
      vocabulary: 768,
      batch: 16,
      learningRate: 0.006,
    });
  });
});

it('ids and targets read as words, results as one, and chat text in one case and width', () => {
  expect(wordsOfTarget('send_text hotel_ask_name')).toBe('hotel ask name');
  expect(wordsOfTarget('close')).toBe('close');
  expect(wordsOfId(' RoomType/two-beds.a:b ')).toBe('room type two beds a b');
  expect(wordsOfId('ÉtatÜber')).toBe('état über');
  expect(identityOf('click_control result:12')).toBe('click_control result');
  expect(identityOf('click_control resultant')).toBe('click_control resultant');
  expect(identityOf('submit_form result:1')).toBe('submit_form result:1');
  expect(plainText('  Ｆｕｌｌ \n WIDTH ')).toBe('full width');
});
