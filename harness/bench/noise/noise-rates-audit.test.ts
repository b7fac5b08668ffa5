import { describe, expect, it } from 'vitest';
import { recipe as clopperPearson } from '../../../policies/gates/clopper-pearson.ts';
import type { NoiseRates } from '../../contract/noise-rates.ts';
import type { Rng } from '../../contract/rng.ts';
import { createRng } from '../../shared/streams.ts';
import { auditRates, type EstimatedRates } from './noise-rates-audit.ts';
import { noiseAwareOptions } from './noise-rates-gate.ts';
import { reviewRates } from './noise-rates-review.ts';
import { type KnownSuggestion, violationRate } from './violation-rate.ts';

const TRUE_RATES = { alpha: 0.15, beta: 0.3 };
const OPTIONS = { targetPrecision: 0.9, delta: 0.1 };
const RUNS = 200;
const ACCURACY = 0.7;

const accepts = (right: boolean, rng: Rng) => rng.next() < (right ? 1 - TRUE_RATES.alpha : TRUE_RATES.beta);

/** Half of the suggestions are all right and score high; with the others, the whole is just short of the target. */
const POPULATION = Array.from({ length: 2000 }, (_, at): KnownSuggestion => {
  const action = { kind: 'click_control' as const, control: 'button:x' };
  return { score: at % 2, right: at % 2 === 1 || at % 200 < 158, action, procedure: null, session: `s${at}` };
});

/** How often a corrected gate lets pass less than its target of right ones, and how often it opens, by what it is told. */
function broken(estimate: (rng: Rng) => EstimatedRates, sample: number) {
  const counts = { likely: 0, safe: 0, safeOpen: 0 };
  const draw = (noise: NoiseRates, deltaShare: number, run: number) =>
    violationRate(
      POPULATION,
      clopperPearson,
      { sample, runs: 1, noise: TRUE_RATES, options: noiseAwareOptions(OPTIONS, { noise, deltaShare }) },
      createRng('test', 'feedback', String(run)),
    );
  for (let run = 0; run < RUNS; run++) {
    const { likely, safe } = estimate(createRng('test', 'slice', String(run)));
    counts.likely += draw(likely, 1, run).violations;
    const careful = draw(safe, 0.5, run);
    counts.safe += careful.violations;
    counts.safeOpen += careful.openShare;
  }
  return counts;
}

describe('a corrected gate that is told estimated rates', () => {
  const kept = OPTIONS.delta * RUNS + 3 * Math.sqrt(RUNS * OPTIONS.delta * (1 - OPTIONS.delta));

  it('keeps its promise at the ends of an audit’s intervals, and breaks it at the likeliest rates', () => {
    const audited = (rng: Rng) => {
      const answers = Array.from({ length: 600 }, () => {
        const right = rng.next() < ACCURACY;
        return { right, accepted: accepts(right, rng) };
      });
      return auditRates(answers, OPTIONS.delta);
    };
    const { likely, safe, safeOpen } = broken(audited, 6000);
    expect(safe).toBeLessThanOrEqual(likely);
    expect(safe).toBeLessThanOrEqual(kept);
    expect(likely).toBeGreaterThan(kept);
    expect(safeOpen).toBeGreaterThan(0);
  });
});

describe('reviewRates', () => {
  const reviewed = (count: number, rates: NoiseRates, rng: Rng) =>
    Array.from({ length: count }, () => {
      const right = rng.next() < ACCURACY;
      return {
        reviews: ['a', 'b', 'c'].map((operator) => ({
          operator,
          accepted: rng.next() < (right ? 1 - rates.alpha : rates.beta),
        })),
      };
    });

  it('has the true rates within its bounds about as often as it says', () => {
    const delta = 0.2;
    const runs = 10;
    let missed = 0;
    for (let run = 0; run < runs; run++) {
      const rng = createRng('test', 'review', String(run));
      const { likely, safe } = reviewRates(reviewed(150, TRUE_RATES, rng), delta, rng);
      if (safe.alpha > TRUE_RATES.alpha || safe.beta < TRUE_RATES.beta) missed++;
      expect(safe.alpha).toBeLessThan(likely.alpha);
      expect(safe.beta).toBeGreaterThan(likely.beta);
    }
    // Half of δ is an interval's.
    expect(missed).toBeLessThanOrEqual((runs * delta) / 2 + 3 * Math.sqrt((runs * delta * (2 - delta)) / 4));
  });

  it('leaves doubt where the reviewers never disagree', () => {
    const rng = createRng('test', 'silent');
    const { likely, safe } = reviewRates(reviewed(40, { alpha: 0, beta: 0 }, rng), 0.05, rng);
    expect(likely.beta).toBeCloseTo(0);
    expect(safe.beta).toBeGreaterThan(0.05);
  });
});
