import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testSession } from '../engine/test-roles.ts';
import { foldSessions } from './fold-sessions.ts';

const sessionsOf = (count: number) => Array.from({ length: count }, (_, i) => testSession(`s${i}`));
const idsOf = (folds: ReturnType<typeof foldSessions>) => folds.map((fold) => fold.map(({ id }) => id));

describe('foldSessions', () => {
  it('is a partition: every session is in one fold, in the order given', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: 2, max: 8 }),
        fc.integer({ min: 150, max: 300 }),
        (seed, count, many) => {
          const sessions = sessionsOf(many);
          const folds = foldSessions(sessions, seed, count);
          expect(folds).toHaveLength(count);
          const place = new Map(sessions.map(({ id }, at) => [id, at]));
          for (const fold of folds) {
            const places = fold.map(({ id }) => place.get(id) ?? -1);
            expect(places).toEqual([...places].sort((a, b) => a - b));
          }
          expect(folds.flat()).toHaveLength(many);
          expect(new Set(folds.flat())).toEqual(new Set(sessions));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('keeps a session in its fold whatever others come or go, and deals anew with another seed', () => {
    const sessions = sessionsOf(300);
    const [all, some] = [sessions, sessions.filter((_, at) => at % 3 > 0)].map((few) =>
      idsOf(foldSessions(few, '1', 3)),
    );
    for (const [at, fold] of (some ?? []).entries()) expect(all?.[at]).toEqual(expect.arrayContaining(fold));
    expect(idsOf(foldSessions(sessions, '2', 3))).not.toEqual(all);
  });

  it('says what to do where a fold is left empty', () => {
    expect(() => foldSessions(sessionsOf(2), '1', 3)).toThrow(/No session falls to fold \d of 3 among 2: use fewer/);
  });
});
