import { describe, expect, it } from 'vitest';
import { recipe as martingale } from './conformal-martingale.ts';
import { recipe as cusum } from './cusum.ts';
import { recipe as pageHinkley } from './page-hinkley.ts';

const settings = { baseline: 0.1, degraded: 0.3, meanRun: 100, rng: () => ({ next: () => 0.5 }) };

describe('wealth that bets on small p-values', () => {
  /** Ties are broken so that the first p-value is .05. */
  const create = () => martingale.create({ ...settings, rng: () => ({ next: () => 0.95 }) });
  const below = [1, 2, 3, 0.3 / 0.18];
  const above = [1, 0.8 / 0.9, 0.7 / 0.9, 0.7 / 0.82];
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

  it('grows by what its accounts win, a hundredth of it dealt anew before each bet', () => {
    const monitor = create();
    monitor.update(0.5);
    const first = sum(below) / 4;
    expect(monitor.statistic).toBeCloseTo(Math.log(first) / Math.log(100), 12);
    // An equal one is a tie of both: .05 again.
    monitor.update(0.5);
    const shares = below.map((win) => 0.99 * (win / 4 / first) + 0.0025);
    const second = sum(shares.map((share, at) => share * below[at]!));
    expect(monitor.statistic).toBeCloseTo(Math.log(first * second) / Math.log(100), 12);
  });

  it('ranks an observation among those before it: a better one loses, a worse one wins', () => {
    const reached = (...values: number[]) => {
      const monitor = create();
      for (const value of values) monitor.update(value);
      return monitor.statistic;
    };
    const first = sum(below) / 4;
    const shares = below.map((win) => 0.99 * (win / 4 / first) + 0.0025);
    // Half of the two are worse, and .05 of the other half: .525, which is above what any account bets on.
    const lost = sum(shares.map((share, at) => share * above[at]!));
    expect(reached(0.5, 0.2)).toBeCloseTo(Math.log(first * lost) / Math.log(100), 12);
    // None is worse: .025.
    const won = sum(shares.map((share, at) => share * below[at]!));
    expect(reached(0.5, 0.8)).toBeCloseTo(Math.log(first * won) / Math.log(100), 12);
    // .125 of four: the account that bets on more wins, those on a tenth lose.
    const between = create();
    for (const value of [0.5, 0.5, 0.5]) between.update(value);
    const before = between.statistic;
    between.update(0.9);
    expect(between.statistic).toBeGreaterThan(before);
  });

  it('is told as nothing where it is below what it began with', () => {
    const monitor = martingale.create(settings);
    monitor.update(0.5);
    expect(monitor.statistic).toBe(0);
  });
});

describe('a sum of log-likelihood ratios', () => {
  const good = Math.log(0.7 / 0.9);
  const bad = Math.log(3);
  it('rises by what a bad observation tells, falls by a good one, and never below 0', () => {
    const monitor = cusum.create(settings);
    const steps = [1, 1, 0, 0.5].map((value) => {
      monitor.update(value);
      return monitor.statistic;
    });
    const unit = steps[0]! / bad;
    const expected = [bad, 2 * bad, 2 * bad + good, 2 * bad + good + (good + bad) / 2];
    for (const [at, value] of expected.entries()) expect(steps[at]! / unit).toBeCloseTo(value, 9);
    for (let at = 0; at < 30; at++) monitor.update(0);
    expect(monitor.statistic).toBe(0);
  });
});

describe('a sum of deviations above the running mean', () => {
  it('takes the given baseline for 200 observations, and half of the degradation for no change', () => {
    const monitor = pageHinkley.create(settings);
    const mean1 = 0.1 + 0.9 / 201;
    const mean2 = mean1 + (1 - mean1) / 202;
    monitor.update(1);
    const first = monitor.statistic;
    monitor.update(1);
    expect(monitor.statistic / first).toBeCloseTo((1 - mean1 - 0.1 + (1 - mean2 - 0.1)) / (1 - mean1 - 0.1), 9);
  });

  it('is told from its least: what fell before does not count', () => {
    const monitor = pageHinkley.create(settings);
    const fresh = pageHinkley.create(settings);
    for (let at = 0; at < 5; at++) {
      monitor.update(0);
      expect(monitor.statistic).toBe(0);
    }
    monitor.update(1);
    fresh.update(1);
    // The mean has fallen a little by then.
    expect(monitor.statistic).toBeGreaterThan(fresh.statistic);
    expect(monitor.statistic).toBeLessThan(1.01 * fresh.statistic);
  });
});
