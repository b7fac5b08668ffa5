import fc from 'fast-check';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import type { GateExample } from '../../harness/contract/gate.ts';
import { clopperPearsonLower } from '../gating/binomial.ts';
import { recipe as clopperPearson, fewestExamples } from './clopper-pearson.ts';
import { recipe as plugIn } from './plug-in.ts';

const ACTION = { kind: 'click_control', control: 'button:x' } as const;
const OPTIONS = { targetPrecision: 0.9, delta: 0.05 };

function example(score: number, accepted: boolean, index = 0): GateExample {
  return { score, accepted, action: ACTION, procedure: null, session: `s${index}` };
}

/** Accept and reject drawn with probability `rate(score)` at uniform scores. */
function feedback(count: number, rate: (score: number) => number, random: () => number): GateExample[] {
  return Array.from({ length: count }, (_, index) => {
    const score = random();
    return example(score, random() < rate(score), index);
  });
}

describe('Clopper-Pearson lower bound', () => {
  it('is delta^(1/n) without errors', () => {
    for (const n of [1, 29, 300]) expect(clopperPearsonLower(n, n, 0.05)).toBeCloseTo(0.05 ** (1 / n), 12);
    expect(clopperPearsonLower(0, 10, 0.05)).toBe(0);
  });

  it('is where the binomial tail equals delta', () => {
    const [k, n, delta] = [43, 50, 0.05];
    const p = clopperPearsonLower(k, n, delta);
    let tail = 0;
    for (let i = k; i <= n; i++) {
      let choose = 1;
      for (let j = 0; j < i; j++) choose *= (n - j) / (j + 1);
      tail += choose * p ** i * (1 - p) ** (n - i);
    }
    expect(tail).toBeCloseTo(delta, 10);
  });
});

describe('the Clopper-Pearson gate', () => {
  it.each([
    [0.9, 29],
    [0.95, 59],
    [0.99, 299],
  ])('shows %d with %i accepted examples and no fewer', (targetPrecision, n) => {
    const options = { targetPrecision, delta: 0.05 };
    expect(fewestExamples(options)).toBe(n);
    const all = Array.from({ length: n }, (_, index) => example(0.5 + index / 1000, true, index));
    expect(clopperPearson.fit(all, options).threshold).toBe(0.5);
    const fewer = clopperPearson.fit(all.slice(1), options);
    expect(fewer.threshold).toBeNull();
    expect(fewer.reason).toContain(`at least ${n} held-out examples: there are ${n - 1}`);
  });

  it('defers everything and names the closest threshold when none qualifies', () => {
    const gate = clopperPearson.fit(
      feedback(500, () => 0.85, seedrandom('low')),
      OPTIONS,
    );
    expect(gate.threshold).toBeNull();
    expect(gate.decide(1, ACTION, null)).toBe('defer');
    expect(gate.reason).toMatch(/^no threshold shows 90\.0 %: the closest is that \d+ of \d+ /);
  });

  it('breaks its promise no more often than delta, where the plug-in gate does far more often', () => {
    // Precision above a threshold t is the mean of rate over [t, 1]: rate(s) = 0.74 + 0.2 s gives 0.94 at best, 0.84 at 0.
    const rate = (score: number) => 0.74 + 0.2 * score;
    const precision = (threshold: number) => rate((threshold + 1) / 2);
    const random = seedrandom('violations');
    const runs = 1500;
    const broken = { exact: 0, naive: 0, chose: 0 };
    for (let run = 0; run < runs; run++) {
      const sample = feedback(400, rate, random);
      const exact = clopperPearson.fit(sample, OPTIONS).threshold;
      const naive = plugIn.fit(sample, OPTIONS).threshold;
      if (exact !== null) broken.chose++;
      if (exact !== null && precision(exact) < 0.9) broken.exact++;
      if (naive !== null && precision(naive) < 0.9) broken.naive++;
    }
    const allowed = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs);
    expect(broken.exact / runs).toBeLessThanOrEqual(allowed);
    expect(broken.chose).toBeGreaterThan(0);
    expect(broken.naive / runs).toBeGreaterThan(0.2);
  });

  it('keeps its promise where every threshold is just short of the target', () => {
    const random = seedrandom('short');
    const runs = 1000;
    let broken = 0;
    for (let run = 0; run < runs; run++)
      if (
        clopperPearson.fit(
          feedback(600, () => 0.899, random),
          OPTIONS,
        ).threshold !== null
      )
        broken++;
    expect(broken / runs).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs));
  });

  it('finds most of what could pass, given enough feedback', () => {
    const rate = (score: number) => (score > 0.4 ? 0.96 : 0.5);
    const gate = clopperPearson.fit(feedback(4000, rate, seedrandom('power')), OPTIONS);
    expect(gate.threshold).toBeLessThan(0.45);
    expect(gate.threshold).toBeGreaterThan(0.25);
  });
});

const samples = fc.array(
  fc.record({ score: fc.integer({ min: 0, max: 20 }).map((score) => score / 20), accepted: fc.boolean() }),
  { maxLength: 200 },
);

describe.each([clopperPearson, plugIn])('$name', (recipe) => {
  it('does not depend on the order of the examples, and what passes has the precision that it claims', () => {
    fc.assert(
      fc.property(samples, fc.infiniteStream(fc.nat()), (list, keys) => {
        const examples = list.map(({ score, accepted }, index) => example(score, accepted, index));
        const shuffled = examples
          .map((one) => ({ one, key: keys.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const gate = recipe.fit(examples, OPTIONS);
        expect(recipe.fit(shuffled, OPTIONS).threshold).toBe(gate.threshold);
        const passed = examples.filter(
          ({ score, action, procedure }) => gate.decide(score, action, procedure) === 'execute',
        );
        if (gate.threshold === null) expect(passed).toEqual([]);
        else expect(passed.filter(({ accepted }) => accepted).length / passed.length).toBeGreaterThanOrEqual(0.9);
      }),
    );
  });

  it('defers everything without feedback, and refuses settings out of range', () => {
    const gate = recipe.fit([], OPTIONS);
    expect(gate.threshold).toBeNull();
    expect(gate.reason).toContain('held-out');
    expect(() => recipe.fit([], { targetPrecision: 1, delta: 0.05 })).toThrow('targetPrecision is 1');
    expect(() => recipe.fit([example(Number.NaN, true)], OPTIONS)).toThrow('no number as its score');
  });
});
