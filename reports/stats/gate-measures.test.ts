import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gateMeasures } from './gate-measures.ts';

const outcomes = fc.array(
  fc.record({ score: fc.integer({ min: 0, max: 10 }).map((at) => at / 10), right: fc.boolean() }),
  { minLength: 1, maxLength: 60 },
);

/** So many proposals of one score, of which so many are right. */
function level(score: number, count: number, rights: number) {
  return Array.from({ length: count }, (_, at) => ({ score, right: at < rights }));
}

describe('gateMeasures', () => {
  it('agrees with measures worked out by hand', () => {
    // Executed 10, of which 8 right; deferred 10, of which 4 right.
    const found = gateMeasures([...level(0.9, 10, 8), ...level(0.2, 10, 4)], 0.5)!;
    expect(found.execute.precision).toBeCloseTo(0.8, 12);
    expect(found.execute.recall).toBeCloseTo(8 / 12, 12);
    expect(found.execute.f1).toBeCloseTo(8 / 11, 12);
    expect(found.defer).toEqual({ precision: 0.6, recall: 0.75, f1: 12 / 18 });
    expect(found.macro.precision).toBeCloseTo(0.7, 12);
    expect(found.macro.recall).toBeCloseTo((8 / 12 + 0.75) / 2, 12);
    expect(found.macro.f1).toBeCloseTo((8 / 11 + 2 / 3) / 2, 12);
  });

  it('executes at the threshold itself, and has nulls where nothing is executed or right', () => {
    expect(gateMeasures(level(0.5, 3, 3), 0.5)).toMatchObject({
      execute: { precision: 1, recall: 1, f1: 1 },
      macro: { precision: 0.5, recall: 0.5, f1: 0.5 },
    });
    expect(gateMeasures(level(0.5, 3, 0), 0.9)).toMatchObject({
      execute: { precision: null, recall: null, f1: null },
      defer: { precision: 1, recall: 1, f1: 1 },
      macro: { precision: 0.5, recall: 0.5, f1: 0.5 },
    });
    expect(gateMeasures([], 0.5)).toBeNull();
  });

  it('has an F1 between precision and recall, and recall that never rises with the threshold', () => {
    fc.assert(
      fc.property(outcomes, (list) => {
        let before = 1;
        for (let at = 0; at <= 10; at++) {
          const { execute } = gateMeasures(list, at / 10)!;
          if (execute.precision !== null && execute.recall !== null) {
            expect(execute.f1).toBeGreaterThanOrEqual(Math.min(execute.precision, execute.recall) - 1e-12);
            expect(execute.f1).toBeLessThanOrEqual(Math.max(execute.precision, execute.recall) + 1e-12);
          }
          expect(execute.recall ?? 0).toBeLessThanOrEqual(before);
          before = execute.recall ?? 0;
        }
      }),
    );
  });
});
