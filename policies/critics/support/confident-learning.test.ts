import fc from 'fast-check';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { type DoubtedLabel, pruneByNoiseRate } from './confident-learning.ts';

interface Simulated extends DoubtedLabel {
  readonly right: boolean;
}

/** Labels of two well separated classes, wrong at known rates; the probabilities are those of the labels. */
function simulated(count: number, alpha: number, beta: number, seed: string): Simulated[] {
  const random = seedrandom(seed);
  return Array.from({ length: count }, () => {
    const right = random() < 0.7;
    const accepted = random() < (right ? 1 - alpha : beta);
    const sure = right ? 1 - alpha : beta;
    return { right, accepted, probability: sure + (random() - 0.5) * 0.05 };
  });
}

describe('confident learning', () => {
  it('leaves out about the wrong labels of separable classes, and hardly any right one', () => {
    const all = simulated(5000, 0.1, 0.3, 'one');
    const { kept, weight } = pruneByNoiseRate(all);
    const wrong = all.map(({ right, accepted }) => right !== accepted);
    const share = (of: boolean) => {
      const places = wrong.flatMap((one, at) => (one === of ? [at] : []));
      return places.filter((at) => !kept[at]).length / places.length;
    };
    expect(share(true)).toBeGreaterThan(0.9);
    expect(share(false)).toBeLessThan(0.02);
    const left = all.filter((_, at) => kept[at]);
    const weighed = (accepted: boolean) =>
      left.filter((one) => one.accepted === accepted).length * (accepted ? weight.accepted : weight.rejected);
    expect(weighed(true) / (weighed(true) + weighed(false))).toBeCloseTo(0.7, 1);
  });

  it('leaves clean and separable labels alone', () => {
    const all = simulated(500, 0, 0, 'clean').map((one) => ({ ...one, probability: one.right ? 0.95 : 0.05 }));
    expect(pruneByNoiseRate(all).kept.every(Boolean)).toBe(true);
  });

  it('keeps an example of each label, whatever the model says, and all where only one label occurs', () => {
    const label = fc.record({ accepted: fc.boolean(), probability: fc.double({ min: 0, max: 1, noNaN: true }) });
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 40 }), (all) => {
        const { kept, weight } = pruneByNoiseRate(all);
        const left = all.filter((_, at) => kept[at]);
        expect(new Set(left.map(({ accepted }) => accepted))).toEqual(new Set(all.map(({ accepted }) => accepted)));
        for (const counts of Object.values(weight)) expect(Number.isFinite(counts) && counts >= 0).toBe(true);
        if (new Set(all.map(({ accepted }) => accepted)).size === 1) expect(left).toHaveLength(all.length);
      }),
    );
  });
});
