import { describe, expect, it } from 'vitest';
import type { TensorData } from '../../networks/onnx/tensor.ts';
import { control } from '../../testing/small-desk.ts';
import { FEATURES } from '../transformer/candidate-state.ts';
import { bertWeightShapes } from './bert.ts';
import { lowestLayers, readEncoder } from './encoder-folder.ts';
import { actionsKnown, type EncoderExample, FACTS, textOf, textsIn } from './item.ts';
import { bucketOf, drop, eachText, knownVectors, packItems, packTraining, packVectors } from './pack.ts';
import { Safetensors, safetensorsBytes, transposed } from './safetensors.ts';
import { MARKS, MOST_SEGMENTS, type Segment } from './segments.ts';
import { settingsFor } from './settings.ts';
import { TINY } from './testing/known-states.ts';

const segment = (part: Segment['part'], age: number, text: string): Segment => ({ part, age, text, target: null });
const numbers = (tensor: TensorData | undefined) => Array.from(tensor!.data, Number);
/** Cells that are not 0, with what they hold. */
const filled = (tensor: TensorData | undefined) =>
  numbers(tensor).flatMap((value, at) => (value === 0 ? [] : [[at, value]]));
const SHAPE = { size: { width: 2, heads: 1, layers: 1, inner: 2 }, vector: 2, actions: 9, factBits: 4, wideBits: 4 };

function example(texts: readonly string[], right: number, ids: readonly number[] = [1, 18, 3]): EncoderExample {
  const each = texts.map((_, at) => at + 1);
  return {
    segments: [segment('start', 0, ''), segment('customer', 2, 'hi')],
    texts,
    segmentActions: [0, 5],
    candidateActions: each,
    state: new Float32Array(texts.length * FEATURES).fill(0.5),
    ngrams: {
      context: { ids: Int32Array.from(ids), weights: Float32Array.from(ids, () => 1) },
      candidates: {
        identities: Int32Array.from(each, (id) => id + 16),
        own: new Int32Array(texts.length * FACTS).fill(35),
        words: new Int32Array(0),
      },
    } as EncoderExample['ngrams'],
    right,
  };
}
const [one, two] = [example(['a', '', 'b'], 2), example(['b', 'c'], 0)];

it('a screen’s bucket depends on what it offers, and on its features where these are read', () => {
  expect(bucketOf(one, SHAPE)).toEqual({ candidates: 8, features: 128 });
  expect(bucketOf(one, { ...SHAPE, wideBits: 0 })).toEqual({ candidates: 8, features: 0 });
  const many = Array(9).fill('x');
  expect(bucketOf(example(many, 0, Array(129).fill(1)), SHAPE)).toEqual({ candidates: 16, features: 256 });
});

it('texts that are empty are not read; each other one has its cell, and is told once', () => {
  const cells: unknown[] = [];
  eachText([one, two], { candidates: 4, features: 0 }, (...found) => cells.push(found));
  expect(cells).toEqual([
    ['hi', 'segments', 1],
    ['a', 'candidates', 0],
    ['b', 'candidates', 2],
    ['hi', 'segments', MOST_SEGMENTS + 1],
    ['b', 'candidates', 4],
    ['c', 'candidates', 5],
  ]);
  expect(textsIn([one, two])).toEqual(['hi', 'a', 'b', 'c']);
});

it('screens are packed cell by cell', () => {
  const feeds = packItems([one, two], 3, { candidates: 4, features: 5 }, SHAPE);
  const cell = (row: number, at: number) => row * MOST_SEGMENTS + at;
  expect(filled(feeds.segment_present)).toEqual(
    [cell(0, 0), cell(0, 1), cell(1, 0), cell(1, 1), cell(2, 0)].map((at) => [at, 1]),
  );
  expect(filled(feeds.segment_first)).toEqual([0, 1, 2].map((row) => [cell(row, 0), 1]));
  expect(filled(feeds.segment_action)).toEqual([0, 1].map((row) => [cell(row, 1), 5]));
  const marks = [0, 1].flatMap((row) => [
    ...[0, 7].map((mark) => cell(row, 0) * MARKS + mark),
    ...[4, 9].map((mark) => cell(row, 1) * MARKS + mark),
  ]);
  expect(filled(feeds.segment_marks)).toEqual(marks.map((at) => [at, 1]));
  expect(numbers(feeds.text_action)).toEqual([1, 2, 3, 0, 1, 2, 0, 0, 0, 0, 0, 0]);
  const rows = (tensor: TensorData | undefined, width: number) =>
    Array.from({ length: 12 }, (_, row) => [...new Set(numbers(tensor).slice(row * width, (row + 1) * width))]);
  expect(rows(feeds.facts, FACTS)).toEqual([3, 3, 3, 0, 3, 3, 0, 0, 0, 0, 0, 0].map((value) => [value]));
  expect(rows(feeds.features, FEATURES)).toEqual([1, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0].map((value) => [value / 2]));
  expect(numbers(feeds.context)).toEqual([1, 2, 3, 0, 0, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0]);
  expect(numbers(feeds.context_weight)).toEqual([1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]);
  expect(numbers(feeds.identity)).toEqual([1, 2, 3, 0, 1, 2, 0, 0, 0, 0, 0, 0]);
  const plain = packItems([one], 1, { candidates: 4, features: 0 }, { ...SHAPE, wideBits: 0 });
  expect(plain.context).toBeUndefined();
});

it('vectors of texts stand where the texts do', () => {
  const vectorOf = (text: string) => Float32Array.of(text.charCodeAt(0), 1);
  const feeds = packVectors([one], 1, { candidates: 4, features: 0 }, 2, vectorOf);
  expect(feeds.segment_vectors!.shape).toEqual([1, MOST_SEGMENTS, 2]);
  expect(filled(feeds.segment_vectors)).toEqual([
    [2, 104],
    [3, 1],
  ]);
  expect(numbers(feeds.text_vectors)).toEqual([97, 1, 0, 0, 98, 1, 0, 0]);
});

describe('what a training step leaves out', () => {
  it('is drawn for each number that is not zero; the others are raised', () => {
    const draws = [0.1, 0.25, 0.9];
    const data = Float32Array.of(3, 0, 6, 9);
    drop(data, 0.25, () => draws.shift()!);
    expect([...data]).toEqual([0, 0, 8, 12]);
    const whole = Float32Array.of(1, 2);
    drop(whole, 0, () => 0);
    expect([...whole]).toEqual([1, 2]);
  });

  it('is nothing without chance: the right candidate is the target', () => {
    const settings = { ...settingsFor(10), smoothing: 0.3, vectorDropout: 0.5, identityDropout: 0.5 };
    const texts = knownVectors(settings, 1, () => Float32Array.of(2));
    const sure = packTraining([one, two], settings, SHAPE, texts, null);
    expect(filled(sure.target)).toEqual([
      [2, 1],
      [8, 1],
    ]);
    expect(new Set(numbers(sure.text_vectors))).toEqual(new Set([0, 2]));
    const least = packTraining([one, two], settings, SHAPE, texts, () => 0);
    expect(filled(least.text_action)).toEqual([]);
    expect(filled(least.segment_action)).toEqual([]);
    expect(filled(least.text_vectors)).toEqual([]);
    expect(filled(least.context_weight)).toEqual([]);
    const most = packTraining([one, two], settings, SHAPE, texts, () => 0.5);
    expect(new Set(numbers(most.text_vectors))).toEqual(new Set([0, 4]));
    expect(filled(most.text_action)).toHaveLength(5);
    expect(filled(most.target).map(([at, value]) => [at, Number(value!.toFixed(4))])).toEqual([
      [0, 0.1],
      [1, 0.1],
      [2, 0.8],
      [8, 0.85],
      [9, 0.15],
    ]);
  });

  it('beside others has the shape that holds them all, and its own numbers', () => {
    const texts = knownVectors(settingsFor(10), 1, () => Float32Array.of(2));
    const shapes = (feeds: ReturnType<typeof packTraining>) => Object.values(feeds).map(({ shape }) => shape);
    const all = [[one, two, one], [two]];
    const [first, second] = all.map((some) => packTraining(some, settingsFor(10), SHAPE, texts, null, all));
    expect(shapes(second!)).toEqual(shapes(first!));
    expect(numbers(second!.weight)).toEqual([1, 0, 0]);
    const alone = packTraining([two], settingsFor(10), SHAPE, texts, null);
    expect(filled(second!.target)).toEqual(filled(alone.target));
    expect(filled(second!.segment_vectors)).toEqual(filled(alone.segment_vectors));
  });
});

it('actions known by heart are those of logs, results as one, procedures aside', () => {
  const seen = new Set(['send_text b', 'close', 'click_control result:1', 'click_control result:2', 'procedure p']);
  expect(actionsKnown(seen).filter((name) => !name.startsWith('procedure'))).toEqual([
    'click_control result',
    'close',
    'send_text b',
  ]);
  const reply = control('reply:ask_name', 'reply', 'Your name?');
  expect(textOf({ kind: 'send_text', target: 'send_text ask_name', label: 'Your name?', control: reply })).toBe(
    'ask name: Your name?',
  );
});

it('settings fit the number of examples', () => {
  const small = { size: { width: 32, heads: 2, layers: 1, inner: 64 }, batch: 16, epochs: 5, learningRate: 0.006 };
  expect(settingsFor(1499)).toMatchObject(small);
  expect(settingsFor(1500)).toMatchObject({ size: { width: 128 }, batch: 32, epochs: 8, learningRate: 0.0015 });
  expect({ ...settingsFor(1), ...small }).toEqual({ ...settingsFor(9999), ...small });
});

describe('an encoder’s weights', () => {
  const shape = { vocabulary: 9, width: 4, layers: 2, heads: 2, inner: 6, positions: 7, types: 3 };
  const shapes = bertWeightShapes({ ...shape, epsilon: 1e-12, activation: 'gelu' });

  it('have their names and shapes, products as [in, out]', () => {
    expect(Object.keys(shapes)).toHaveLength(5 + 2 * 16);
    expect(shapes).toMatchObject({
      'embeddings.word_embeddings.weight': [9, 4],
      'embeddings.position_embeddings.weight': [7, 4],
      'embeddings.token_type_embeddings.weight': [3, 4],
      'embeddings.LayerNorm.bias': [4],
      'encoder.layer.1.attention.self.query.weight': [4, 4],
      'encoder.layer.1.intermediate.dense.weight': [4, 6],
      'encoder.layer.1.intermediate.dense.bias': [6],
      'encoder.layer.1.output.dense.weight': [6, 4],
      'encoder.layer.1.output.dense.bias': [4],
      'encoder.layer.0.output.LayerNorm.weight': [4],
    });
  });

  it('are those of the lowest layers where it is cut', () => {
    const whole = readEncoder(TINY);
    expect(whole.shape).toEqual({
      ...{ vocabulary: whole.shape.vocabulary, width: 24, layers: 2, heads: whole.shape.heads, inner: 40 },
      ...{ positions: whole.shape.positions, types: 2, epsilon: 1e-12, activation: 'gelu' },
    });
    const none = lowestLayers(whole, 0);
    expect(none.shape).toEqual({ ...whole.shape, layers: 0 });
    expect(Object.keys(none.parameters).every((name) => name.startsWith('embeddings.'))).toBe(true);
    expect(lowestLayers(whole, 1).parameters).toEqual(readEncoder(TINY, 1).parameters);
    const prints = [
      whole.fingerprint,
      none.fingerprint,
      lowestLayers(whole, 1).fingerprint,
      readEncoder(TINY, 1).fingerprint,
    ];
    expect(new Set(prints).size).toBe(4);
    expect(() => readEncoder(TINY, 0)).toThrow('the encoder has 2 layers: keep 1 to 2');
    expect(() => readEncoder(TINY, 3)).toThrow('keep 1 to 2');
    expect(readEncoder(TINY, 2).parameters).toEqual(whole.parameters);
  });
});

describe('a file of tensors', () => {
  const tensors = {
    a: { shape: [2, 2], data: Float32Array.of(1, -2, 0.5, 4) },
    bb: { shape: [3], data: Float32Array.of(7, 8, 9) },
  };
  const bytes = safetensorsBytes(tensors);

  it('is read as it was written, with its numbers at a multiple of 8', () => {
    expect(Number(bytes.readBigUInt64LE(0)) % 8).toBe(0);
    expect(bytes.length).toBe(8 + Number(bytes.readBigUInt64LE(0)) + 28);
    const file = new Safetensors('f', bytes);
    expect([file.names, file.has('a'), file.has('__metadata__'), file.shapeOf('bb')]).toEqual([
      ['a', 'bb'],
      true,
      false,
      [3],
    ]);
    expect([file.read('a', [2, 2]), file.read('bb', [3])]).toEqual([tensors.a, tensors.bb]);
    expect(() => file.shapeOf('c')).toThrow('f: tensor "c" is missing');
    expect(() => file.read('c', [3])).toThrow('f: tensor "c" is missing');
    expect(() => file.read('bb', [4])).toThrow('has shape [3], and the configuration asks for [4]');
    expect(() => new Safetensors('f', bytes.subarray(0, 7))).toThrow('f is cut short');
    expect(() => new Safetensors('f', bytes.subarray(0, -1)).read('bb', [3])).toThrow('is cut short');
    expect(new Safetensors('f', bytes.subarray(0, -1)).read('a', [2, 2])).toEqual(tensors.a);
  });

  it('may hold a single number, and tensors without any', () => {
    const odd = {
      one: { shape: [], data: Float32Array.of(3) },
      none: { shape: [0, 4], data: new Float32Array(0) },
    };
    const file = new Safetensors('f', safetensorsBytes(odd));
    expect([file.read('one', []), file.read('none', [0, 4])]).toEqual([odd.one, odd.none]);
  });

  it('may hold halves', () => {
    const header = Buffer.from(
      '{"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"w":{"dtype":"BF16","shape":[1],"data_offsets":[2,4]}}',
    );
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    const file = new Safetensors('f', Buffer.concat([length, header, Buffer.from([0x00, 0x3c, 0x00, 0xc0])]));
    expect([...file.read('h', [2]).data]).toEqual([1, -2]);
    expect([...file.read('w', [1]).data]).toEqual([-2]);
  });

  it('holds products with their axes exchanged', () => {
    const matrix = { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
    expect(transposed(matrix)).toEqual({ shape: [3, 2], data: Float32Array.of(1, 4, 2, 5, 3, 6) });
    expect(transposed(transposed(matrix))).toEqual(matrix);
  });
});
