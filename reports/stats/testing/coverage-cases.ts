import { exponential, logNormal, standardNormal } from '../../../harness/contract/draws.ts';
import type { Rng } from '../../../harness/contract/rng.ts';
import type { Ranged } from '../interval.ts';
import { meanEstimate } from '../mean-estimate.ts';
import { pairedDifference } from '../paired-difference.ts';
import { NOT_NEGATIVE } from '../range.ts';
import { type RatioUnit, ratioEstimate } from '../ratio-estimate.ts';
import type { KeyedSums } from '../session-sums.ts';
import { drawSessions } from './draws.ts';

/** A kind of figure on a named distribution, whose truth is known. */
export interface CoverageCase {
  readonly figure: string;
  readonly distribution: string;
  readonly truth: number;
  /** One study of so many clusters. */
  draw(clusters: number, rng: Rng): Pick<Ranged, 'low' | 'high'>;
}

const SIGMA = 0.9;
/** Mean of a lognormal whose median is 1. */
const LOGNORMAL_MEAN = Math.exp(SIGMA ** 2 / 2);

type Draw = (rng: Rng) => number;
const lognormal: Draw = (rng) => logNormal(1, SIGMA, rng);
const orZero =
  (share: number, draw: Draw): Draw =>
  (rng) =>
    rng.next() < share ? 0 : draw(rng);

/** Distributions of a value that is never negative, by name, and their means. */
const VALUES: readonly (readonly [string, number, Draw])[] = [
  ['normal', 5, (rng) => 5 + standardNormal(rng)],
  ['lognormal, σ 0.9', LOGNORMAL_MEAN, lognormal],
  ['half zeros, else lognormal, σ 0.9', LOGNORMAL_MEAN / 2, orZero(0.5, lognormal)],
  ['half zeros, else exponential', 0.5, orZero(0.5, (rng) => exponential(1, rng))],
];

function sums(numerators: number[], denominators: number[] = numerators.map(() => 1)): KeyedSums {
  return { sessions: numerators.map((_, at) => `s${at}`), numerators, denominators };
}

const many = <T>(count: number, draw: () => T) => Array.from({ length: count }, draw);
const stepsOf = (rng: Rng) => 1 + Math.floor(15 * rng.next());

const MEANS: readonly CoverageCase[] = VALUES.map(([distribution, truth, value]) => ({
  figure: 'mean over sessions',
  distribution,
  truth,
  draw: (clusters, rng) => ratioEstimate(sums(many(clusters, () => value(rng))), 'ms'),
}));

const RUNS: readonly CoverageCase[] = VALUES.slice(0, 2).map(([distribution, truth, value]) => ({
  figure: 'mean over runs',
  distribution,
  truth,
  draw: (clusters, rng) =>
    meanEstimate(
      many(clusters, () => Math.max(0, value(rng))),
      NOT_NEGATIVE,
    ),
}));

/** A sum over steps: a session's value a step, times its steps. */
const RATIOS: readonly CoverageCase[] = VALUES.map(([distribution, truth, value]) => ({
  figure: 'ratio, a step',
  distribution,
  truth,
  draw(clusters, rng) {
    const steps = many(clusters, () => stepsOf(rng));
    const totals = steps.map((count) => count * value(rng));
    return ratioEstimate(sums(totals, steps), 'ms');
  },
}));

const difference = (arm: KeyedSums, baseline: KeyedSums, unit: RatioUnit) =>
  pairedDifference(arm, baseline, unit, null);

const MEAN_DIFFERENCES: readonly CoverageCase[] = VALUES.map(([distribution, mean, value]) => ({
  figure: 'difference of means, paired',
  distribution: `${distribution}; 40 % of sessions drop to 0`,
  truth: -0.4 * mean,
  draw(clusters, rng) {
    const baseline = many(clusters, () => value(rng));
    const arm = baseline.map((one) => (rng.next() < 0.4 ? 0 : one));
    return difference(sums(arm), sums(baseline), 'ms');
  },
}));

const RATIO_DIFFERENCES: readonly CoverageCase[] = VALUES.slice(0, 2).map(([distribution, mean, value]) => ({
  figure: 'difference of ratios, paired',
  distribution: `${distribution}; 40 % of sessions halve`,
  truth: -0.2 * mean,
  draw(clusters, rng) {
    const steps = many(clusters, () => stepsOf(rng));
    const baseline = steps.map((count) => count * value(rng));
    const arm = baseline.map((one) => (rng.next() < 0.4 ? one / 2 : one));
    return difference(sums(arm, steps), sums(baseline, steps), 'ms');
  },
}));

const RELATIVE: readonly CoverageCase[] = [0.4, 0.9].map((share) => ({
  figure: 'relative difference of means',
  distribution: `lognormal, σ 0.9; ${100 * share} % of sessions drop to 0`,
  truth: -share,
  draw(clusters, rng) {
    const baseline = many(clusters, () => lognormal(rng));
    const arm = baseline.map((one) => (rng.next() < share ? 0 : one));
    const { relative } = difference(sums(arm), sums(baseline), 'ms');
    return relative ?? { low: null, high: null };
  },
}));

/** Sessions of 12 steps, of which the baseline has 8 right; `lost` is what a session of the arm loses. */
function lossOf(name: string, truth: number, lost: (rng: Rng) => number): CoverageCase {
  return {
    figure: 'difference of shares of steps, paired',
    distribution: name,
    truth: -truth / 12,
    draw(clusters, rng) {
      const [baseline, steps] = [Array<number>(clusters).fill(8), Array<number>(clusters).fill(12)];
      const arm = baseline.map((right) => right - lost(rng));
      return difference(sums(arm, steps), sums(baseline, steps), 'share');
    },
  };
}

const SHARE_DIFFERENCES: readonly CoverageCase[] = [
  ...[0.01, 0.03, 0.1].map(
    (lost): CoverageCase => ({
      figure: 'difference of shares of sessions, paired',
      distribution: `90 % reach it, ${100 * lost} % of all lose it, 1 % of all gain it`,
      truth: 0.01 - lost,
      draw(clusters, rng) {
        const baseline: number[] = [];
        const arm = many(clusters, () => {
          const u = rng.next();
          baseline.push(u < 0.9 ? 1 : 0);
          return u < 0.9 - lost || u > 0.99 ? 1 : 0;
        });
        return difference(sums(arm), sums(baseline), 'share');
      },
    }),
  ),
  lossOf('4 % of sessions lose one of 12 steps', 0.04, (rng) => (rng.next() < 0.04 ? 1 : 0)),
  lossOf('half of sessions lose one of 12 steps', 0.5, (rng) => (rng.next() < 0.5 ? 1 : 0)),
  lossOf('3 % of sessions lose all, others one in five times', 0.03 * 8 + 0.97 * 0.2, (rng) =>
    rng.next() < 0.03 ? 8 : rng.next() < 0.2 ? 1 : 0,
  ),
  {
    figure: 'difference of shares of steps, each of its own steps',
    distribution: '30 % against 20 %, sessions alike',
    truth: 0.1,
    draw(clusters, rng) {
      const [arm, baseline] = [drawSessions(clusters, 0.3, 5, rng), drawSessions(clusters, 0.2, 5, rng)];
      const keyed = (drawn: typeof arm) => sums([...Array.from(drawn.numerators)], [...Array.from(drawn.denominators)]);
      return difference(keyed(arm), keyed(baseline), 'share');
    },
  },
];

/** Every kind of figure but shares, which are covered over all shares from .02 to .98. */
export const COVERAGE_CASES: readonly CoverageCase[] = [
  ...MEANS,
  ...RUNS,
  ...RATIOS,
  ...MEAN_DIFFERENCES,
  ...RATIO_DIFFERENCES,
  ...RELATIVE,
  ...SHARE_DIFFERENCES,
];
