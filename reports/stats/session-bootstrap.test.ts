import { describe, expect, it } from 'vitest';
import type { Rng } from '../../harness/contract/rng.ts';
import { judge } from './judge-family.ts';
import type { ScoredOutcome } from './scored-outcome.ts';
import { pairedBootstrap, sessionBootstrap } from './session-bootstrap.ts';
import { coverageOf, testRng } from './testing/draws.ts';
import { type WeightedStatistic, weightedStatistics } from './weighted-statistics.ts';

interface Sample {
  readonly sessions: string[];
  readonly one: ScoredOutcome[];
  readonly other: ScoredOutcome[];
}

/** Sessions of 1 to 6 steps with a difficulty of their own, which moves what is right and both critics' scores. */
function draw(count: number, rng: Rng, blur = 0.6): Sample {
  const [sessions, one, other]: [string[], ScoredOutcome[], ScoredOutcome[]] = [[], [], []];
  for (let session = 0; session < count; session++) {
    const ease = rng.next();
    const steps = 1 + Math.floor(6 * rng.next());
    for (let step = 0; step < steps; step++) {
      const signal = (ease + rng.next()) / 2;
      const right = rng.next() < 0.25 + 0.7 * signal;
      sessions.push(`s${session}`);
      one.push({ score: 0.7 * signal + 0.3 * rng.next(), right });
      other.push({ score: (1 - blur) * signal + blur * rng.next(), right });
    }
  }
  return { sessions, one, other };
}

const all = (outcomes: readonly ScoredOutcome[]) => outcomes.map(() => 1);
const statistics: [string, (outcomes: readonly ScoredOutcome[]) => WeightedStatistic, 'higher' | 'lower'][] = [
  ['AURC', weightedStatistics.aurc, 'lower'],
  ['AUROC', weightedStatistics.auroc, 'higher'],
  ['F1', (outcomes) => weightedStatistics.f1(outcomes, 0.5), 'higher'],
];

describe.each(statistics)('the bootstrap by sessions, on %s', (_, statistic, better) => {
  const population = draw(10_000, testRng('population'));
  const truth = {
    one: statistic(population.one)(all(population.one))!,
    other: statistic(population.other)(all(population.other))!,
  };

  it('holds the truth, and the true difference of two critics, about as often as it says', () => {
    const rng = testRng('coverage');
    const settings = { draws: 150 };
    const repeats = 120;
    const alone = coverageOf(repeats, truth.one, () => {
      const { sessions, one } = draw(80, rng);
      return sessionBootstrap(sessions, statistic(one), rng, settings);
    });
    const paired = coverageOf(repeats, truth.one - truth.other, () => {
      const { sessions, one, other } = draw(80, rng);
      return pairedBootstrap(sessions, statistic(one), statistic(other), better, rng, settings);
    });
    // Four standard errors of 120 repeats around .95 reach down to .87; small resamples cost a little.
    expect(alone).toBeGreaterThan(0.86);
    expect(paired).toBeGreaterThan(0.86);
    // An interval that always holds it would be no interval.
    const narrow = coverageOf(repeats, truth.one, () => {
      const { sessions, one } = draw(80, rng);
      return sessionBootstrap(sessions, statistic(one), rng, { ...settings, confidence: 0.5 });
    });
    expect(narrow).toBeLessThan(0.7);
    expect(narrow).toBeGreaterThan(0.3);
  });

  it('tells a sharp critic from a blurred one, and not a critic from itself', () => {
    const { sessions, one, other } = draw(1500, testRng('clear'));
    const of = (a: ScoredOutcome[], b: ScoredOutcome[]) =>
      pairedBootstrap(sessions, statistic(a), statistic(b), better, testRng('x'), { draws: 300 });
    expect(judge(of(one, other)).verdict).toBe('better');
    expect(judge(of(other, one)).verdict).toBe('worse');
    expect(of(one, one)).toMatchObject({ estimate: 0, low: null, high: null, p: null });
  });
});

describe('sessionBootstrap', () => {
  it('is wider for steps that stand and fall with their session than for as many on their own', () => {
    const rng = testRng('clusters');
    const outcomes = Array.from({ length: 400 }, (_, at) => ({ score: 0.5, right: Math.floor(at / 10) % 4 !== 0 }));
    const width = (sessions: string[]) => {
      const { low, high } = sessionBootstrap(sessions, weightedStatistics.aurc(outcomes), rng);
      return high! - low!;
    };
    const together = width(outcomes.map((_, at) => `s${Math.floor(at / 10)}`));
    const apart = width(outcomes.map((_, at) => `s${at}`));
    // Ten steps a session: √10 times as wide.
    expect(together / apart).toBeGreaterThan(2.4);
    expect(together / apart).toBeLessThan(4.2);
    expect(apart).toBeCloseTo(2 * 1.96 * Math.sqrt((0.25 * 0.75) / 400), 1);
  });

  it('is the same for the same stream', () => {
    const { sessions, one } = draw(50, testRng('same'));
    const of = () => sessionBootstrap(sessions, weightedStatistics.aurc(one), testRng('stream'));
    expect(of()).toEqual(of());
  });

  it('has no ends where many resamples are without a value, and has them where few are', () => {
    const sessions = Array.from({ length: 10 }, (_, at) => `s${at}`);
    /** A mean that has no value where none of the first sessions was drawn. */
    const needing =
      (first: number): WeightedStatistic =>
      (given) => {
        const weights = Array.from(given);
        if (weights.slice(0, first).every((weight) => weight === 0)) return null;
        return weights.reduce((sum, weight, at) => sum + weight * at, 0) / weights.length;
      };
    const of = (first: number) => sessionBootstrap(sessions, needing(first), testRng('many'));
    // 0.9 to the power of 10, 35 %, of the resamples are without the first; 0.7 to the power of 10, 3 %, without three.
    expect(of(1)).toMatchObject({ estimate: 4.5, low: null, high: null });
    expect(of(3).low).toBeLessThan(4.5);
    expect(of(3).high).toBeGreaterThan(4.5);
  });

  it('has no ends where there is one session or no value, and refuses settings out of range', () => {
    const one = [{ score: 0.5, right: true }];
    const rng = testRng('none');
    expect(sessionBootstrap(['s'], weightedStatistics.aurc(one), rng)).toMatchObject({ estimate: 0, low: null });
    const two = [...one, { score: 0.4, right: true }];
    expect(sessionBootstrap(['s', 't'], weightedStatistics.auroc(two), rng)).toMatchObject({
      estimate: null,
      low: null,
      of: 2,
    });
    expect(() => sessionBootstrap(['s'], weightedStatistics.aurc(one), rng, { draws: 10 })).toThrow('100 or more');
    expect(() => sessionBootstrap(['s'], weightedStatistics.aurc(one), rng, { confidence: 1 })).toThrow('(0, 1)');
  });
});
