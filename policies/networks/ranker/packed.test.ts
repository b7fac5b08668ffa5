import { describe, expect, it } from 'vitest';
import { LABEL_WORDS } from '../../screens/features/offer.ts';
import type { TensorData } from '../onnx/tensor.ts';
import type { RankingExample } from './item.ts';
import { bucketOf, bucketOfAll, packItems, packLabels, packTraining } from './pack.ts';

const numbers = (tensor: TensorData | undefined) =>
  Array.from(tensor!.data as Float32Array, (value) => Number(value.toFixed(5)));
const SHAPE = { facts: 2, wideBits: 4, ownBits: 3, deepBits: 2, width: 0 };

function example(features: number, offered: number, more: Partial<RankingExample> = {}): RankingExample {
  const words = new Int32Array(offered * LABEL_WORDS);
  for (let at = 0; at < offered; at++) words.fill(5, at * LABEL_WORDS, at * LABEL_WORDS + at);
  return {
    context: {
      ids: Int32Array.from({ length: features }, (_, at) => at + 17),
      weights: new Float32Array(features).fill(0.5),
    },
    candidates: {
      identities: Int32Array.from({ length: offered }, (_, at) => at + 18),
      own: new Int32Array(2 * offered).fill(-1),
      words,
    },
    right: 0,
    ...more,
  } as RankingExample;
}

it.each([
  [1, 1, 64, 8],
  [64, 8, 64, 8],
  [65, 9, 128, 16],
  [128, 16, 128, 16],
  [129, 17, 256, 32],
])('%i features and %i candidates take a bucket of %i and %i', (features, offered, wide, long) => {
  expect(bucketOf(example(features, offered))).toEqual({ features: wide, candidates: long });
});

it('the bucket of several holds the largest of each', () => {
  expect(bucketOfAll([example(65, 3), example(3, 9)])).toEqual({ features: 128, candidates: 16 });
});

describe('problems as feeds', () => {
  const items = [example(2, 2), example(1, 3)];
  const bucket = { features: 3, candidates: 4 };

  it('stand row by row, cut to their bits', () => {
    const feeds = packItems(items, 3, bucket, SHAPE);
    expect(numbers(feeds.context)).toEqual([1, 2, 0, 1, 0, 0, 0, 0, 0]);
    expect(numbers(feeds.context_weight)).toEqual([0.5, 0.5, 0, 0.5, 0, 0, 0, 0, 0]);
    expect(numbers(feeds.identity)).toEqual([2, 3, 0, 0, 2, 3, 4, 0, 0, 0, 0, 0]);
    expect(numbers(feeds.facts)).toEqual([7, 7, 7, 7, 0, 0, 0, 0, 7, 7, 7, 7, 7, 7, ...Array(10).fill(0)]);
    expect(Object.keys(feeds)).toEqual(['context', 'context_weight', 'identity', 'facts']);
  });

  it('with a deep part, the words of each label weigh 1 together', () => {
    const feeds = packItems([items[1]!], 1, bucket, { ...SHAPE, width: 2 });
    expect(numbers(feeds.deep_context)).toEqual([1, 0, 0]);
    const label = (weights: number[]) => [...weights, ...Array(LABEL_WORDS - weights.length).fill(0)];
    expect(numbers(feeds.word_weight)).toEqual([label([]), label([1]), label([0.5, 0.5]), label([])].flat());
    expect(numbers(feeds.words)).toEqual([label([]), label([1]), label([1, 1]), label([])].flat());
    const other = packItems([items[1]!], 1, bucket, { ...SHAPE, width: 2, deepBits: 3 });
    expect(Math.max(...numbers(other.words))).toBe(5);
  });
});

describe('labels', () => {
  const labels = [
    { offered: 2, right: 1, weight: 1 },
    { offered: 3, right: 0, weight: 3 },
  ];

  it('name one candidate each, and rows beyond weigh nothing', () => {
    const feeds = packLabels(labels, [3, 4]);
    expect(numbers(feeds.target)).toEqual([0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    expect(numbers(feeds.mask)).toEqual([1, 1, 0, 0, 1, 1, 1, 0, 1, 0, 0, 0]);
    expect(numbers(feeds.weight)).toEqual([0.5, 1.5, 0]);
    expect(feeds.floor).toBeUndefined();
  });

  it('come with the floors of slips where these are corrected forward', () => {
    const feeds = packLabels(labels, [2, 4], { correction: 'forward', floors: [0.1, 0.2, 0.3, 0.4] } as never);
    expect(numbers(feeds.floor)).toEqual([0.1, 0.2, 0, 0, 0.1, 0.2, 0.3, 0]);
    expect(numbers(feeds.target)).toEqual([0, 1, 0, 0, 1, 0, 0, 0]);
  });

  it('of a step beside others take the shape of all', () => {
    const beside = [[example(2, 2)], [example(65, 9), example(2, 2)]];
    const feeds = packTraining(beside[0]!, { shape: SHAPE, dropout: 0 }, { random: null, beside });
    expect([feeds.context!.shape, feeds.target!.shape]).toEqual([
      [2, 128],
      [2, 16],
    ]);
    expect(numbers(feeds.weight)).toEqual([1, 0]);
    const alone = packTraining([example(2, 2, { weight: 4 })], { shape: SHAPE, dropout: 0 }, { random: null });
    expect([alone.context!.shape, numbers(alone.weight)]).toEqual([[1, 64], [4]]);
  });

  it('keep the weight of features that a step does not leave out', () => {
    const feeds = packTraining([example(2, 2)], { shape: SHAPE, dropout: 0.5 }, { random: () => 0.5 });
    expect(numbers(feeds.context_weight).slice(0, 3)).toEqual([1, 1, 0]);
    const none = packTraining([example(2, 2)], { shape: SHAPE, dropout: 0.5 }, { random: () => 0.49 });
    expect(new Set(numbers(none.context_weight))).toEqual(new Set([0]));
  });
});
