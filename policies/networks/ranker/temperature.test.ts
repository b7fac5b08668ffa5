import seedrandom from 'seedrandom';
import { expect, it } from 'vitest';
import type { Parameters } from '../training/trainer.ts';
import type { RankingItem } from './item.ts';
import { initialRanker } from './network.ts';
import { loadScorer, rankerModel } from './scorer.ts';
import { bestTemperature, cooled, meanLoss, type ScoredChoice } from './temperature.ts';

/** Two candidates whose log-odds are `at`, of which the first is right in the share that these odds say. */
const calibrated = [-2, -1, 0.5, 3].flatMap((at): ScoredChoice[] => {
  const share = 1 / (1 + Math.exp(-at));
  const scores = Float32Array.of(at, 0);
  return [
    { scores, right: 0, weight: share },
    { scores, right: 1, weight: 1 - share },
  ];
});
const times = (factor: number) => calibrated.map((one) => ({ ...one, scores: one.scores.map((x) => factor * x) }));

it('the mean loss is the weighed mean of −log p', () => {
  const one = { scores: Float32Array.of(Math.log(3), 0), right: 0, weight: 1 };
  expect(meanLoss([one])).toBeCloseTo(Math.log(4 / 3), 6);
  expect(meanLoss([one, { ...one, right: 1, weight: 3 }])).toBeCloseTo((Math.log(4 / 3) + 3 * Math.log(4)) / 4, 6);
});

it.each([0.5, 1, 4])('finds that scores are %s times too bold', (factor) => {
  expect(bestTemperature(times(factor))).toBeCloseTo(factor, 2);
});

it('a cooled ranker gives each score divided by the temperature', async () => {
  const shape = { facts: 1, wideBits: 6, ownBits: 6, deepBits: 6, width: 4 };
  const random = seedrandom('cooled');
  const drawn = initialRanker(shape, random);
  const taught = Object.fromEntries(
    Object.entries(drawn).map(([name, { shape: dims, data }]) => [
      name,
      { shape: dims, data: data.map((x) => x + random() - 0.5) },
    ]),
  );
  const item: RankingItem = {
    context: { ids: Int32Array.of(3, 17, 40), weights: Float32Array.of(1, 0.5, 2) },
    candidates: { identities: Int32Array.of(5, 9), own: Int32Array.of(11, 30), words: new Int32Array(0) },
  };
  const scoresOf = async (parameters: Parameters) => {
    const scorer = await loadScorer(rankerModel(parameters), shape, undefined);
    const [scores] = await scorer.score([item]);
    await scorer.dispose();
    return [...scores!].slice(0, 2);
  };
  const [warm, cool] = [await scoresOf(taught), await scoresOf(cooled(taught, 4))];
  for (const [at, score] of warm.entries()) {
    expect(Math.abs(score)).toBeGreaterThan(0.01);
    expect(cool[at]).toBeCloseTo(score / 4, 5);
  }
});
