import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { describe, expect, it } from 'vitest';
import { standardNormal } from '../../harness/contract/draws.ts';
import { differenceAtLook } from './difference-at-look.ts';
import { judge } from './judge-family.ts';
import { pairedDifference } from './paired-difference.ts';
import { testRng } from './testing/draws.ts';

const TIME = { unit: 'ms', better: 'lower' } as const;
const FIXED = -normalQuantile(0.025, 0, 1);

/** Sessions of some 100 ms in either arm; ours take so much more. */
function arms(count: number, more: number, name: string) {
  const rng = testRng(name);
  const sessions = Array.from({ length: count }, (_, at) => `${at}`);
  const theirs = sessions.map(() => Math.max(1, 100 + 10 * standardNormal(rng)));
  const ours = theirs.map((ms) => Math.max(1, ms + more + 4 * standardNormal(rng)));
  const denominators = sessions.map(() => 1);
  return [
    { sessions, numerators: ours, denominators },
    { sessions, numerators: theirs, denominators },
  ] as const;
}

describe('a difference at a look', () => {
  it.each([
    [-9, 'better'],
    [9, 'worse'],
    [0, 'equivalent'],
  ] as const)('of %d ms in 100 is called as the judge calls it at a fixed size', (more, verdict) => {
    const [ours, theirs] = arms(120, more, `fixed ${more}`);
    const fixed = pairedDifference(ours, theirs, 'ms', 'lower');
    const found = differenceAtLook(ours, theirs, TIME, FIXED);
    expect(found.verdict).toBe(verdict);
    expect(judge(fixed).verdict).toBe(verdict);
    // The outer of two intervals: by some hundredths of its width here.
    expect(found.low).toBeLessThan(fixed.low! + 1e-6);
    expect(found.high).toBeGreaterThan(fixed.high! - 1e-6);
    expect(found.high! - found.low!).toBeLessThan(1.05 * (fixed.high! - fixed.low!));
  });

  it('is not equivalent where one end alone lies within the margin', () => {
    const [ours, theirs] = arms(12, 4.2, 'one end');
    const found = differenceAtLook(ours, theirs, TIME, 4);
    expect(found.low!).toBeLessThan(0);
    expect(found.low!).toBeGreaterThan(-found.margin);
    expect(found.high!).toBeGreaterThan(found.margin);
    expect(found.verdict).toBe('undecided');
  });

  it('turns about where more is better', () => {
    const [ours, theirs] = arms(120, 9, 'turned');
    expect(differenceAtLook(ours, theirs, { unit: 'ms', better: 'higher' }, FIXED).verdict).toBe('better');
  });

  it('is wider the more the look asks for, and decides no more', () => {
    const [ours, theirs] = arms(40, -1.6, 'wider');
    const at = (critical: number) => differenceAtLook(ours, theirs, TIME, critical);
    const [plain, strict] = [at(FIXED), at(4.5)];
    expect(plain.verdict).toBe('better');
    expect(strict.verdict).not.toBe('better');
    expect(strict.low!).toBeLessThan(plain.low!);
    expect(strict.high!).toBeGreaterThan(plain.high!);
    expect(strict.estimate).toBe(plain.estimate);
  });

  it('misses a skewed difference hardly more often than it says, far out, and one with long tails neither', () => {
    const rng = testRng('far out');
    const sessions = Array.from({ length: 60 }, (_, at) => `${at}`);
    const denominators = sessions.map(() => 1);
    const skewed = () => [100 + Math.exp(standardNormal(rng)), 100 + Math.exp(0.5)] as const;
    const tailed = () => {
      const time = Math.exp(0.5 * standardNormal(rng));
      return [time * Math.exp(0.15 * standardNormal(rng) - 0.15 ** 2 / 2), time] as const;
    };
    // The critical value says 0.63 %: they miss in 0.8 and 0.5 %, by one of the two intervals alone in 3.9 and 1.2 %.
    for (const [draw, studies, most] of [
      [skewed, 1500, 0.02],
      [tailed, 5000, 0.009],
    ] as const) {
      let missed = 0;
      for (let study = 0; study < studies; study++) {
        const pairs = sessions.map(draw);
        const ours = { sessions, denominators, numerators: pairs.map(([one]) => one) };
        const theirs = { sessions, denominators, numerators: pairs.map(([, other]) => other) };
        const { low, high } = differenceAtLook(ours, theirs, TIME, 2.734);
        if (low! > 0 || high! < 0) missed++;
      }
      expect(missed / studies).toBeLessThan(most);
    }
  });

  it('of shares that lie a margin apart, of which few sessions differ, is not called equivalent too often', () => {
    const rng = testRng('few differ');
    const sessions = Array.from({ length: 300 }, (_, at) => `${at}`);
    const denominators = sessions.map(() => 1);
    const theirs = { sessions, denominators, numerators: sessions.map((_, at) => at % 2) };
    let equivalent = 0;
    for (let study = 0; study < 3000; study++) {
      // Of the half that says no 4 % say yes in the other arm: 2 points.
      const ours = { ...theirs, numerators: theirs.numerators.map((yes) => (yes || rng.next() < 0.04 ? 1 : 0)) };
      const { verdict } = differenceAtLook(ours, theirs, { unit: 'share', better: 'higher' }, 2.734);
      if (verdict === 'equivalent') equivalent++;
    }
    // 0.3 % is allowed; with one session imagined each way, as at 95 %, it would be 1.5 %.
    expect(equivalent / 3000).toBeLessThan(0.007);
  });

  it('decides nothing where the look has nothing to spend, or one session is all', () => {
    const [ours, theirs] = arms(120, -50, 'nothing');
    expect(differenceAtLook(ours, theirs, TIME, Number.POSITIVE_INFINITY)).toMatchObject({
      low: null,
      high: null,
      verdict: 'undecided',
    });
    const [one, other] = arms(1, -50, 'one');
    expect(differenceAtLook(one, other, TIME, FIXED).verdict).toBe('undecided');
  });
});
