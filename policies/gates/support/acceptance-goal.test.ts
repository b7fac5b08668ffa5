import { describe, expect, it } from 'vitest';
import type { GateExample } from '../../../harness/contract/gate.ts';
import { acceptanceGoal } from './acceptance-goal.ts';
import { clopperPearsonLower, fewestTrials } from './binomial.ts';
import { percent, thresholdGate, thresholdGrid, thresholds } from './threshold.ts';
import { seenAt, shownAt, tooFew, whyNotShown } from './words.ts';

const goal = (alpha: number, beta: number, targetPrecision = 0.9) =>
  acceptanceGoal({ targetPrecision, delta: 0.05, noise: { alpha, beta } });

describe('the acceptance that stands for a target', () => {
  it('is the target where nothing is known of the noise', () => {
    const plain = acceptanceGoal({ targetPrecision: 0.9, delta: 0.05 });
    expect(plain).toMatchObject({ share: 0.9, best: 1, impossible: null, words: 'target 90.0 %' });
    expect(plain.hint()).toMatch(/^where operators reject 10\.0 % or more of right suggestions \(α\) none can/);
  });

  it.each([
    [0, 0, 0.9],
    [0.1, 0, 0.81],
    [0, 0.3, 0.93],
    [0.1, 0.3, 0.84],
    [0.2, 0.5, 0.77],
  ])('at α %s and β %s is %s', (alpha, beta, share) => {
    const known = goal(alpha, beta);
    expect(known.share).toBe(share);
    expect(known.best).toBeCloseTo(1 - alpha, 12);
    expect(known.impossible).toBeNull();
    expect(known.words).toBe(`target ${percent(share)}, which α = ${alpha} and β = ${beta} make of 90.0 % right`);
    expect(known.hint()).toContain(`are accepted ${percent(1 - alpha)} of the time`);
  });

  it('says how many answers tell all right from the goal, or that a million do not', () => {
    const needed = Number(/about (\d+) held-out/.exec(goal(0.1, 0.3).hint())?.[1]);
    const shows = (trials: number) => clopperPearsonLower(Math.floor(0.9 * trials), trials, 0.05) >= 0.84;
    expect(shows(needed)).toBe(true);
    expect(shows(Math.floor(needed / 1.3))).toBe(false);
    expect(goal(0.3, 0.6999).hint()).toContain('more than a million');
  });

  it('cannot be shown where wrong is accepted as readily as right; rates must be rates', () => {
    for (const [alpha, beta] of [
      [0.5, 0.5],
      [0.7, 0.3],
      [0.9, 0.9],
    ] as const)
      expect(goal(alpha, beta).impossible).toMatch(/at least as readily as right ones/);
    expect(goal(0.5, 0.49).impossible).toBeNull();
    for (const bad of [-0.1, 1.1, Number.NaN]) {
      expect(() => goal(bad, 0)).toThrow(`noise rate alpha is ${bad}`);
      expect(() => goal(0, bad)).toThrow(`noise rate beta is ${bad}`);
    }
    expect(() => goal(0, 1)).not.toThrow();
  });
});

const example = (score: number, accepted: boolean): GateExample => ({
  ...{ score, accepted, action: { kind: 'close', resolution: 'x' }, procedure: null, session: 's' },
});
const OPTIONS = { targetPrecision: 0.9, delta: 0.05 };

describe('thresholds', () => {
  it('are the distinct scores, strictest first, with what passes at each', () => {
    const examples = [example(0.5, true), example(0.9, true), example(0.5, false), example(0.7, false)];
    const expected = [
      { threshold: 0.9, passed: 1, accepted: 1 },
      { threshold: 0.7, passed: 2, accepted: 1 },
      { threshold: 0.5, passed: 4, accepted: 2 },
    ];
    expect(thresholds(examples, OPTIONS)).toEqual(expected);
    expect(
      thresholds(
        [...examples].sort((a, b) => b.score - a.score),
        OPTIONS,
      ),
    ).toEqual(expected);
    expect(thresholds([], OPTIONS)).toEqual([]);
  });

  it('need settings in their range and scores that are numbers', () => {
    for (const bad of [0, 1, -1, Number.NaN]) {
      expect(() => thresholds([], { ...OPTIONS, targetPrecision: bad })).toThrow(`targetPrecision is ${bad}`);
      expect(() => thresholds([], { ...OPTIONS, delta: bad })).toThrow(`delta is ${bad}`);
    }
    expect(() => thresholds([example(Number.NaN, true)], OPTIONS)).toThrow('session s has no number as its score');
  });

  it('are tried at counts that grow by a twentieth, from the fewest on, the loosest of all always', () => {
    const all = Array.from({ length: 100 }, (_, at) => ({ threshold: 1 - at / 100, passed: at + 1, accepted: at }));
    const counts = thresholdGrid(all, 40).map(({ passed }) => passed);
    expect(counts).toEqual([40, 42, 45, 48, 51, 54, 57, 60, 63, 67, 71, 75, 79, 83, 88, 93, 98, 100]);
    expect(thresholdGrid(all, 100).map(({ passed }) => passed)).toEqual([100]);
    expect(thresholdGrid(all, 101)).toEqual([]);
    expect(thresholdGrid([], 1)).toEqual([]);
  });

  it('pass what is at or above them; without one nothing passes', () => {
    const decide = (threshold: number | null, score: number) =>
      thresholdGate('g', threshold, 'r').decide(score, { kind: 'close', resolution: 'x' }, null);
    expect([decide(0.5, 0.5), decide(0.5, 0.49), decide(null, 1), decide(0, 0)]).toEqual([
      ...['execute', 'defer', 'defer', 'execute'],
    ]);
  });
});

describe('words on a threshold', () => {
  const at = (accepted: number, passed: number) => ({ accepted, passed, threshold: 0.8 });
  const plain = acceptanceGoal(OPTIONS);

  it('say what was seen and what it shows', () => {
    expect(seenAt(at(95, 100))).toBe('95 of 100 held-out actions at or above 0.8000 were accepted');
    expect(shownAt(at(95, 100), 0.05)).toBe(
      `${seenAt(at(95, 100))}, at least ${percent(clopperPearsonLower(95, 100, 0.05))} with confidence 95.0 %`,
    );
    expect(tooFew(0.9, 29, 12)).toBe('an acceptance of 90.0 % takes at least 29 held-out examples: there are 12');
  });

  it('blame refusals where too little is accepted, else how few answers there are', () => {
    expect(whyNotShown(at(90, 100), 0.05, plain)).toMatch(/^too many refusals for 90\.0 %: at best 90 of 100/);
    expect(whyNotShown(at(91, 100), 0.05, plain)).toMatch(/^too few answers for 90\.0 %: at best 91 of 100/);
    const fewest = fewestTrials(0.9, 0.05);
    expect(fewest).toBe(29);
    expect(whyNotShown(at(20, 20), 0.05, plain)).toMatch(/; it takes 29 of 29$/);
    expect(whyNotShown(at(19, 20), 0.05, plain)).toMatch(/; it takes 29 of 29, or about \d+ at this rate$/);
  });
});
