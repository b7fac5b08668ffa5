import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caseOf, type Session } from '../../contract/session.ts';
import { foldSessions } from '../../deployment/fold-sessions.ts';
import { splitSessions } from '../../deployment/split-sessions.ts';
import { testCatalog } from '../../engine/test-desk.ts';
import { testSession } from '../../engine/test-roles.ts';
import { crossFitParts } from '../closed-loop/cross-fit-parts.ts';
import { sampleSessions } from './sample-sessions.ts';

/** Every other session shares its case with two more. */
const sessions: Session[] = Array.from({ length: 240 }, (_, i) => ({
  ...testSession(`s${i}`),
  ...(i % 2 === 0 ? { caseKey: `case ${i % 80}` } : {}),
}));

/** The same whatever the order of the sessions. */
function expectSame<T>(of: (all: readonly Session[]) => T, runs = 10): void {
  const expected = of(sessions);
  fc.assert(
    fc.property(fc.shuffledSubarray(sessions, { minLength: sessions.length }), (all) => {
      expect(of(all)).toEqual(expected);
    }),
    { numRuns: runs },
  );
}

/** Every session is in one part, together with the others of its case. */
function expectWhole(parts: Iterable<readonly Session[]>): void {
  const partOf = new Map<string, number>();
  for (const [at, part] of [...parts].entries())
    for (const session of part) {
      const before = partOf.get(caseOf(session)) ?? at;
      expect(before).toBe(at);
      partOf.set(caseOf(session), before);
    }
  expect(partOf.size).toBe(new Set(sessions.map(caseOf)).size);
}

describe('sessions of one case stay together, in whatever order sessions come', () => {
  it('in the parts of a split', () => {
    expectWhole(Object.values(splitSessions(sessions, '3')));
    expectSame((all) => splitSessions(all, '3'));
  });

  it('in folds', () => {
    expectWhole(foldSessions(sessions, '3', 4));
    expectSame((all) => foldSessions(all, '3', 4));
  });

  it('in cross-fitting: what is played in a fold shares no case with what teaches it', () => {
    const deal = (all: readonly Session[]) => crossFitParts({ catalog: testCatalog, sessions: all }, '3', 3);
    for (const parts of deal(sessions)) expectWhole(Object.values(parts));
    expectSame(deal, 3);
  });

  it('in samples, but for the last case', () => {
    const draw = (all: readonly Session[]) => sampleSessions(all, '3', 100);
    const ids = new Set(draw(sessions).map(({ id }) => id));
    const left = new Set(sessions.filter(({ id }) => !ids.has(id)).map(caseOf));
    const cut = new Set(
      draw(sessions)
        .map(caseOf)
        .filter((key) => left.has(key)),
    );
    expect(cut.size).toBeLessThanOrEqual(1);
    expectSame(draw);
  });
});
