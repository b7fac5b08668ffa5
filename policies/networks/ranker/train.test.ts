import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { trainingRandom } from '../../../harness/shared/streams.ts';
import type { RankingExample } from './item.ts';
import { initialRanker } from './network.ts';
import type { RankerSettings } from './settings.ts';
import { batchRows, trainRanker } from './train.ts';

const SETTINGS: RankerSettings = {
  shape: { facts: 1, wideBits: 4, ownBits: 4, deepBits: 0, width: 0 },
  learningRate: 0.05,
  weightDecay: 0.01,
  dropout: 0,
  maxEpochs: 2,
  patience: null,
};

/** Choices between two candidates: the one that the context names, in so large a share of them. */
function choices(count: number, share: number, weight?: number): RankingExample[] {
  const random = seedrandom('choices');
  return Array.from({ length: count }, (_, at) => {
    const named = at % 2;
    return {
      context: { ids: Int32Array.of(3 + named), weights: Float32Array.of(1) },
      candidates: { identities: Int32Array.of(8, 12), own: Int32Array.of(1, 2), words: new Int32Array(0) },
      right: random() < share ? named : 1 - named,
      ...(weight !== undefined && { weight }),
    };
  });
}

const learn = (
  train: readonly RankingExample[],
  heldOut: readonly RankingExample[],
  own: Partial<RankerSettings> = {},
) => trainRanker({ train, heldOut, settings: { ...SETTINGS, ...own }, seed: '1' });
/** By how much all weights are those of another ranker; null where they are not. */
function ratio(one: Awaited<ReturnType<typeof learn>>, other: typeof one): number | null {
  const ratios = Object.entries(one).flatMap(([name, { data }]) =>
    [...data].flatMap((value, at) => (Math.abs(value) < 1e-6 ? [] : [other[name]!.data[at]! / value])),
  );
  const spread = Math.max(...ratios) - Math.min(...ratios);
  return spread < 1e-4 ? ratios[0]! : null;
}

describe('training a ranker', () => {
  it('takes larger minibatches from 2,000 and from 20,000 examples on', () => {
    expect([1, 1999, 2000, 19_999, 20_000, 1e6].map(batchRows)).toEqual([32, 32, 64, 64, 128, 128]);
  });

  it('leaves a ranker without examples as it was drawn, whatever is held out', async () => {
    expect(await learn([], choices(100, 1))).toEqual(initialRanker(SETTINGS.shape, trainingRandom('ranker', '1')));
  });

  it('fits how bold scores may be to held-out examples, from a hundred of them on, and nothing else to them', async () => {
    const train = choices(60, 0.9);
    const plain = await learn(train, []);
    const coin = choices(200, 0.5);
    expect(await learn(train, coin.slice(0, 99))).toEqual(plain);
    const cool = ratio(plain, await learn(train, coin.slice(0, 100)))!;
    expect(cool).toBeLessThan(0.5);
    // What counts for nothing has no say.
    const sure = choices(100, 1).map((one) => ({ ...one, weight: 1e6 }));
    expect(ratio(plain, await learn(train, [...coin, ...sure]))).toBeGreaterThan(1);
    expect(await learn(train, coin)).toEqual(await learn(train, choices(200, 0.5, 1)));
  });

  it('stops at the best epoch only where it is to have patience and has what to judge by', async () => {
    const [train, against] = [choices(60, 1), choices(20, 0)];
    const last = await learn(train, against, { maxEpochs: 3 });
    expect(await learn(train, [], { maxEpochs: 3, patience: 0 })).toEqual(last);
    const first = await learn(train, against, { maxEpochs: 3, patience: 1 });
    expect(first).not.toEqual(last);
    // Held-out answers are the contrary of what is learned: the first epoch is the best, and one more is waited for.
    const seen: string[] = [];
    const settings = { ...SETTINGS, maxEpochs: 9, patience: 1 };
    await trainRanker({ train, heldOut: against, settings, seed: '1', onProgress: (_, line) => seen.push(line) });
    expect(seen.at(-1)).toMatch(/^epoch 2,/);
  });
});
