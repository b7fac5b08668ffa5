import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auroc } from './auroc.ts';
import { gateMeasures } from './gate-measures.ts';
import { brierScore, calibrationError, reliabilityBins } from './reliability.ts';
import { riskCoverage } from './risk-coverage.ts';
import type { ScoredOutcome } from './scored-outcome.ts';
import { weightedStatistics } from './weighted-statistics.ts';

const counted = fc.array(
  fc.record({
    score: fc.integer({ min: 0, max: 10 }).map((at) => at / 10),
    right: fc.boolean(),
    count: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 1, maxLength: 50 },
);

type Plain = (outcomes: readonly ScoredOutcome[]) => number | null;
const plain: [name: keyof typeof weightedStatistics, of: Plain][] = [
  ['aurc', (list) => riskCoverage(list)?.aurc ?? null],
  ['excessAurc', (list) => riskCoverage(list)?.excessAurc ?? null],
  ['normalisedAurc', (list) => riskCoverage(list)?.normalisedAurc ?? null],
  ['augrc', (list) => riskCoverage(list)?.augrc ?? null],
  ['auroc', auroc],
  ['brier', brierScore],
  ['f1', (list) => gateMeasures(list, 0.5)?.execute.f1 ?? null],
  [
    'coverageAtPrecision',
    (list) => {
      const points = riskCoverage(list)?.points;
      return points ? (points.findLast(({ risk }) => risk <= 0.5)?.coverage ?? 0) : null;
    },
  ],
];

describe('weightedStatistics', () => {
  it.each(plain)('%s with counts is that of the outcomes repeated so often', (name, of) => {
    fc.assert(
      fc.property(counted, (list) => {
        const repeated = list.flatMap((one) => Array.from({ length: one.count }, () => one));
        const found = weightedStatistics[name](list, 0.5)(list.map(({ count }) => count));
        const expected = of(repeated);
        if (expected === null) expect(found).toBeNull();
        else expect(found).toBeCloseTo(expected, 10);
      }),
    );
  });

  it('ece is the plain one where each counts once, and keeps its bins where they do not', () => {
    fc.assert(
      fc.property(counted, (list) => {
        const found = weightedStatistics.ece(list)(list.map(() => 1));
        expect(found).toBeCloseTo(calibrationError(reliabilityBins(list))!, 10);
      }),
    );
    // Two bins: gaps .4 and −.2, of which the second now counts three times.
    const two = [
      { score: 0.4, right: false },
      { score: 0.8, right: true },
    ];
    expect(weightedStatistics.ece(two, 2)([1, 3])).toBeCloseTo((0.4 + 3 * 0.2) / 4, 12);
  });

  it('coverageAtPrecision is the loosest threshold that is precise enough, even past a worse one', () => {
    const level = (score: number, count: number, rights: number) =>
      Array.from({ length: count }, (_, at) => ({ score, right: at < rights }));
    // Precision 1, ½ and then 9/11.
    const list = [...level(0.9, 1, 1), ...level(0.8, 1, 0), ...level(0.5, 9, 8), ...level(0.1, 9, 0)];
    const covered = (of: ScoredOutcome[], precision: number) =>
      weightedStatistics.coverageAtPrecision(of, precision)(of.map(() => 1));
    expect(covered(list, 0.8)).toBeCloseTo(11 / 20, 12);
    expect(covered(list, 0.95)).toBeCloseTo(1 / 20, 12);
    // Rounding of 1 − .9 turns nine of ten not away.
    expect(covered(level(0.5, 10, 9), 0.9)).toBe(1);
    expect(covered(level(0.5, 10, 8), 0.9)).toBe(0);
  });
});
