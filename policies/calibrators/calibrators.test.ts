import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import type { ScoredAnswer } from '../../harness/contract/calibrator.ts';
import { recipe as isotonic } from './isotonic.ts';
import { recipe as platt } from './platt.ts';
import { recipe as temperature } from './temperature.ts';
import { recipe as vennAbers } from './venn-abers.ts';

const OPTIONS = { seed: '1' };
const logit = (p: number) => Math.log(p / (1 - p));

/** So many answers at each score, the first of them accepted. */
function at(...levels: [score: number, answers: number, accepted: number][]): ScoredAnswer[] {
  return levels.flatMap(([score, answers, accepted]) =>
    Array.from({ length: answers }, (_, index) => ({ score, accepted: index < accepted })),
  );
}

describe('temperature', () => {
  it('is the one that fits a single level: logit(score) / logit(share)', () => {
    const { calibrate } = temperature.fit(at([0.9, 100, 70]), OPTIONS);
    expect(calibrate(0.9)).toBeCloseTo(0.7, 9);
    expect(calibrate(0.5)).toBe(0.5);
    const inverse = logit(0.7) / logit(0.9);
    expect(logit(calibrate(0.6))).toBeCloseTo(inverse * logit(0.6), 9);
  });

  it('finds the temperature that scores were sharpened by', () => {
    const random = seedrandom('sharp');
    const answers = Array.from({ length: 5000 }, () => {
      const p = random();
      return { score: 1 / (1 + Math.exp(-3 * logit(p))), accepted: random() < p };
    });
    const { calibrate } = temperature.fit(answers, OPTIONS);
    expect(logit(0.95) / logit(calibrate(0.95))).toBeCloseTo(3, 0);
  });
});

describe('platt', () => {
  it('meets the smoothed shares exactly where there are two levels', () => {
    const { calibrate } = platt.fit(at([0.2, 50, 10], [0.8, 100, 80]), OPTIONS);
    const high = 91 / 92;
    const low = 1 / 62;
    expect(calibrate(0.2)).toBeCloseTo((10 * high + 40 * low) / 50, 9);
    expect(calibrate(0.8)).toBeCloseTo((80 * high + 20 * low) / 100, 9);
  });

  it('is flat at the smoothed share where acceptance falls with the score', () => {
    const { calibrate } = platt.fit(at([0.2, 50, 40], [0.8, 50, 10]), OPTIONS);
    const mean = (50 * (51 / 52) + 50 * (1 / 52)) / 100;
    for (const score of [0, 0.2, 0.5, 1]) expect(calibrate(score)).toBeCloseTo(mean, 12);
  });

  it('stays finite where scores part accepts from rejects: the targets themselves', () => {
    const { calibrate } = platt.fit(at([0.1, 8, 0], [0.9, 18, 18]), OPTIONS);
    expect(calibrate(0.1)).toBeCloseTo(1 / 10, 9);
    expect(calibrate(0.9)).toBeCloseTo(19 / 20, 9);
  });

  it('moves scores that are all too high, which a temperature cannot', () => {
    const list = at([0.6, 1000, 300], [0.8, 1000, 500], [0.95, 1000, 800]);
    const { calibrate } = platt.fit(list, OPTIONS);
    for (const [score, share] of [
      [0.6, 0.3],
      [0.8, 0.5],
      [0.95, 0.8],
    ] as const)
      expect(Math.abs(calibrate(score) - share)).toBeLessThan(0.03);
    expect(temperature.fit(list, OPTIONS).calibrate(0.6)).toBeGreaterThanOrEqual(0.5);
  });
});

describe('isotonic', () => {
  it('pools what falls, and runs straight between blocks', () => {
    const { calibrate } = isotonic.fit(at([0.2, 10, 4], [0.4, 10, 2], [0.6, 10, 8]), OPTIONS);
    expect(calibrate(0.2)).toBeCloseTo(0.3, 12);
    expect(calibrate(0.3)).toBeCloseTo(0.3, 12);
    expect(calibrate(0.4)).toBeCloseTo(0.3, 12);
    expect(calibrate(0.5)).toBeCloseTo(0.55, 12);
    expect(calibrate(0.6)).toBeCloseTo(0.8, 12);
    expect([calibrate(0), calibrate(1)]).toEqual([0.3, 0.8]);
  });
});

describe('venn-abers', () => {
  it('merges the two probabilities: with one level of n answers, k accepted, (k + 1)/(n + 2)', () => {
    // p₀ = k/(n + 1), p₁ = (k + 1)/(n + 1): merged (k + 1)/(n + 2), Laplace's rule.
    expect(vennAbers.fit(at([0.7, 10, 6]), OPTIONS).calibrate(0.7)).toBeCloseTo(7 / 12, 12);
  });

  it('never says 0 or 1, where isotonic does', () => {
    const list = at([0.1, 30, 0], [0.9, 30, 30]);
    expect([0.1, 0.9].map(isotonic.fit(list, OPTIONS).calibrate)).toEqual([0, 1]);
    const { calibrate } = vennAbers.fit(list, OPTIONS);
    expect(calibrate(0.1)).toBeGreaterThan(0);
    expect(calibrate(0.9)).toBeLessThan(1);
  });
});
