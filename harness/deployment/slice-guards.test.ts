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

describe('the guardrails of a slice', () => {
  /** Alarms at every bad observation. */
  const alarming = (name: string): MonitorRecipe => ({
    ...{ name, summary: '', promise: 'measured' },
    create: () => ({ name, statistic: 0, update: (value) => value === 1, reset: () => undefined }),
  });
  const guardsWith = (usual: readonly number[] = []) =>
    new SliceGuards({
      ...{ monitors: [alarming('first'), alarming('second')], meanRun: 100, rng: () => ({ next: () => 0.5 }) },
      usual: { returns: usual },
    });

  it('watch from the twentieth observation on once they are armed, and not before either', () => {
    const armedAt = (learned: number) => {
      const guards = guardsWith();
      for (const value of observations(learned, 0)) expect(guards.observe('interventions', value)).toEqual([]);
      guards.arm();
      return guards.observe('interventions', 1).length;
    };
    expect([19, 20, 40].map(armedAt)).toEqual([0, 2, 2]);
    const unarmed = guardsWith();
    for (const value of observations(30, 30)) expect(unarmed.observe('returns', value)).toEqual([]);
    expect(unarmed.watched).toBe(0);
  });

  it('need not learn what is known, unless too little of it is', () => {
    const first = (known: number) => {
      const guards = guardsWith(observations(known, 0));
      guards.arm();
      return guards.observe('returns', 1).length;
    };
    expect([19, 20].map(first)).toEqual([0, 2]);
    const other = guardsWith(observations(20, 0));
    other.arm();
    expect(other.observe('interventions', 1)).toEqual([]);
  });

  it('alarm once by each monitor, of which the first acts, and say after how many observations', () => {
    const guards = guardsWith(observations(20, 0));
    guards.arm();
    expect([0, 0].map((value) => guards.observe('returns', value))).toEqual([[], []]);
    expect(guards.observe('returns', 1)).toEqual([
      { monitor: 'first', guardrail: 'returns', acts: true, observations: 3 },
      { monitor: 'second', guardrail: 'returns', acts: false, observations: 3 },
    ]);
    expect(guards.observe('returns', 1)).toEqual([]);
    for (const value of observations(21, 0)) guards.observe('interventions', value);
    expect(guards.watched).toBe(4 + 1);
    expect(() => guards.observe('weather' as never, 1)).toThrow('There is no guardrail "weather".');
  });

  it('look for twice as bad, and at most half way to nothing good', () => {
    const { baseline, degraded } = toldOf(observations(79, 20));
    expect([baseline, degraded]).toEqual([expect.closeTo(0.21, 9), expect.closeTo(0.42, 9)]);
    expect(toldOf(observations(30, 69)).degraded).toBeCloseTo(0.85, 9);
  });
});
