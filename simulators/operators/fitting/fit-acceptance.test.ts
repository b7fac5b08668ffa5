import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitAcceptance, logLikelihood, logPredictive } from './fit-acceptance.ts';
import type { Answers } from './tally-operators.ts';

const anyFit = fc.record({ mean: fc.double({ min: -3, max: 3, noNaN: true }), sigma: fc.constantFrom(0, 0.4, 1.5) });
const anyAnswers = fc
  .tuple(fc.nat(12), fc.nat(12))
  .map(([picked, refused]): Answers => ({ replies: picked + refused, picked }));

/** Σ over all ways in which n answers may turn out. */
function total(replies: number, log: (further: Answers) => number): number {
  let [sum, ways] = [0, 1];
  for (let picked = 0; picked <= replies; picked++) {
    sum += ways * Math.exp(log({ replies, picked }));
    ways = (ways * (replies - picked)) / (picked + 1);
  }
  return sum;
}

describe('how likely answers are', () => {
  it('adds up to 1 over all that could have been answered, whatever is known of the operator', () => {
    fc.assert(
      fc.property(anyFit, anyAnswers, fc.integer({ min: 1, max: 9 }), (fit, earlier, replies) => {
        expect(total(replies, (further) => logLikelihood([further], fit))).toBeCloseTo(1, 9);
        expect(total(replies, (further) => logPredictive(earlier, further, fit))).toBeCloseTo(1, 9);
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  it('is that of a coin where all are alike, and follows earlier answers where they differ', () => {
    const [taker, refuser, next] = [
      { replies: 6, picked: 6 },
      { replies: 6, picked: 0 },
      { replies: 1, picked: 1 },
    ];
    const alike = { mean: 0.4, sigma: 0 };
    for (const earlier of [taker, refuser])
      expect(logPredictive(earlier, next, alike)).toBeCloseTo(-Math.log(1 + Math.exp(-0.4)), 9);
    const differing = { mean: 0.4, sigma: 1 };
    const unknown = logLikelihood([next], differing);
    expect(logPredictive(taker, next, differing)).toBeGreaterThan(unknown + 0.1);
    expect(logPredictive(refuser, next, differing)).toBeLessThan(unknown - 0.1);
  });
});

it('who took no suggestion counts as much as others who answered', () => {
  const some = { replies: 40, picked: 30 };
  const none = { replies: 40, picked: 0 };
  const [alike, apart] = [fitAcceptance([some, some, some]), fitAcceptance([some, some, none])];
  expect(apart?.operators).toBe(3);
  expect(apart!.mean).toBeLessThan(alike!.mean);
  expect(apart!.sigma).toBeGreaterThan(alike!.sigma);
  expect(fitAcceptance([some, { replies: 0, picked: 0 }])).toBeNull();
});
