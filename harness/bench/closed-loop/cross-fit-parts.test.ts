import fc from 'fast-check';
import { expect, it } from 'vitest';
import { testCatalog } from '../../engine/test-desk.ts';
import { testSession } from '../../engine/test-roles.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { crossFitParts } from './cross-fit-parts.ts';

const dataset = (count: number) => ({
  catalog: testCatalog,
  sessions: Array.from({ length: count }, (_, i) => testSession(`s${i}`)),
});

it('plays each session in one fold, and teaches that fold from all the others', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.integer({ min: 2, max: 5 }),
      fc.integer({ min: 200, max: 300 }),
      (seed, folds, many) => {
        const all = dataset(many);
        const dealt = crossFitParts(all, seed, folds);
        expect(dealt).toHaveLength(folds);
        const played = dealt.flatMap(({ evaluation }) => evaluation);
        expect(played).toHaveLength(many);
        expect(new Set(played)).toEqual(new Set(all.sessions));
        for (const { train, feedback, calibration, evaluation } of dealt) {
          const parts = [...train, ...feedback, ...calibration, ...evaluation];
          expect(parts).toHaveLength(many);
          expect(new Set(parts)).toEqual(new Set(all.sessions));
        }
      },
    ),
    { numRuns: 25 },
  );
});

it('says which fold or part is left without a session', () => {
  expect(() => crossFitParts(dataset(3), '1', 40)).toThrow(UsageError);
  expect(() => crossFitParts(dataset(3), '1', 40)).toThrow(/--folds 40: No session falls to fold/);
});
