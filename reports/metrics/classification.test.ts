import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accuracy, classification, majority, weightedF1 } from './classification.ts';

describe('classification', () => {
  it('agrees with a case worked by hand', () => {
    const labels = ['a', 'a', 'a', 'b', 'b', 'c'];
    const predictions = ['a', 'a', 'b', 'b', 'c', 'd'];
    // F1: a 2·2/(3+2) = 0.8, b 2·1/(2+2) = 0.5, c 0; by support 3, 2, 1.
    expect(weightedF1(labels, predictions)).toBeCloseTo((3 * 0.8 + 2 * 0.5) / 6, 12);
    expect(accuracy(labels, predictions)).toBe(0.5);
    expect(majority(labels)).toEqual({ label: 'a', share: 0.5 });
    expect(classification('a rule', labels, predictions)).toMatchObject({
      examples: 6,
      labels: 3,
      majorityAccuracy: 0.5,
    });
  });

  it('gives the majority label the weighted F1 that follows from its share', () => {
    // For a share s of the commonest label, weighted F1 of always giving it is s · 2s/(s + 1).
    const labels = [...Array<string>(181).fill('m'), ...Array.from({ length: 819 }, (_, i) => `x${i}`)];
    expect(
      weightedF1(
        labels,
        labels.map(() => 'm'),
      ),
    ).toBeCloseTo((2 * 0.181 ** 2) / 1.181, 12);
  });

  it('refuses nothing, and lists that do not go together', () => {
    expect(() => accuracy([], [])).toThrow('no examples');
    expect(() => weightedF1(['a'], [])).toThrow('0 predictions do not go with 1 labels');
  });

  it('is 1 for perfect predictions, within [0, 1] else, and blind to order', () => {
    const letters = fc.constantFrom('a', 'b', 'c');
    const pairs = fc.array(fc.tuple(letters, letters), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(pairs, (list) => {
        const [labels, predictions] = [list.map(([label]) => label), list.map(([, prediction]) => prediction)];
        const f1 = weightedF1(labels, predictions);
        expect(weightedF1(labels, labels)).toBe(1);
        expect(f1).toBeGreaterThanOrEqual(0);
        expect(f1).toBeLessThanOrEqual(1);
        expect(weightedF1([...labels].reverse(), [...predictions].reverse())).toBeCloseTo(f1, 12);
      }),
    );
  });
});
