import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MonitorRecipe } from '../contract/monitor.ts';
import { SliceGuards } from './slice-guards.ts';

/** What monitors are told of a guardrail of which so much was usual. */
function toldOf(usual: readonly number[]): { baseline: number; degraded: number } {
  const told: { baseline: number; degraded: number }[] = [];
  const recipe: MonitorRecipe = {
    name: 'listener',
    summary: 'Keeps what it is told.',
    promise: 'measured',
    create: ({ baseline = Number.NaN, degraded = Number.NaN }) => {
      told.push({ baseline, degraded });
      return { name: 'listener', statistic: 0, update: () => false, reset: () => undefined };
    },
  };
  const rng = () => ({ next: () => 0.5 });
  const guards = new SliceGuards({ monitors: [recipe], meanRun: 100, rng, usual: { returns: usual } });
  guards.arm();
  guards.observe('returns', 0);
  const [first] = told;
  if (!first) throw new Error('No monitor was made.');
  return first;
}

const observations = (good: number, bad: number) => [...Array<number>(good).fill(0), ...Array<number>(bad).fill(1)];

describe('what is usual in a slice', () => {
  it('is one bad observation more than were seen, so that few good ones do not promise a flawless slice', () => {
    expect(toldOf(observations(30, 0)).baseline).toBeCloseTo(1 / 31, 9);
    expect(toldOf(observations(17, 3)).baseline).toBeCloseTo(4 / 21, 9);
  });

  it('lies within what can be watched, and worse is at least a tenth more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }), (good, bad) => {
        const { baseline, degraded } = toldOf(observations(good + 20, bad));
        expect(baseline).toBeGreaterThanOrEqual(0.02);
        expect(baseline).toBeLessThanOrEqual(0.7);
        expect(baseline).toBeGreaterThanOrEqual(Math.min(0.7, bad / (good + 20 + bad)));
        expect(degraded).toBeGreaterThan(baseline);
        expect(degraded).toBeLessThan(1);
        if (baseline < 0.1) expect(degraded).toBeCloseTo(baseline + 0.1, 9);
      }),
      { numRuns: 60 },
    );
  });
});
