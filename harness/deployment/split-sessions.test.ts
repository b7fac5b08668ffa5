import { describe, expect, it } from 'vitest';
import type { Session } from '../contract/session.ts';
import { testSession } from '../engine/test-roles.ts';
import { foldSessions } from './fold-sessions.ts';
import { DEFAULT_SHARES, splitSessions } from './split-sessions.ts';

const sessions = Array.from({ length: 2000 }, (_, at): Session => ({ ...testSession('x'), id: `s${at}` }));
const NONE = { train: 0, feedback: 0, calibration: 0, evaluation: 0 };
const counts = (shares = DEFAULT_SHARES) =>
  Object.values(splitSessions(sessions, '1', shares)).map((part) => part.length);

describe('sessions dealt to parts', () => {
  it('are in each as its share says, half of them to train, unless told otherwise', () => {
    for (const [at, share] of [0.5, 0.2, 0.1, 0.2].entries())
      expect(Math.abs(counts()[at]! - share * 2000)).toBeLessThan(4 * Math.sqrt(2000 * share * (1 - share)));
  });

  it('leave a part without a share empty, and give all to one that has all', () => {
    expect(counts({ ...NONE, evaluation: 1 })).toEqual([0, 0, 0, 2000]);
    expect(counts({ ...NONE, train: 1 })).toEqual([2000, 0, 0, 0]);
    const [train, feedback, calibration] = counts({ ...NONE, train: 0.5, calibration: 0.5 });
    expect([feedback, train! + calibration!]).toEqual([0, 2000]);
    // What rounding leaves over is measured.
    expect(counts({ ...NONE, train: 1 - 1e-10 }).reduce((sum, one) => sum + one)).toBe(2000);
  });

  it('must have shares that add up to 1, none of them below 0, and a session for each part that has one', () => {
    const split =
      (shares: Partial<typeof NONE>, some = sessions) =>
      () =>
        splitSessions(some, '1', { ...NONE, ...shares });
    expect(split({ train: 1 - 0.9e-9 })).not.toThrow();
    for (const shares of [{ train: 1 - 1e-8 }, { train: 1.1 }, { train: 1.5, feedback: -0.5 }, { train: Number.NaN }])
      expect(split(shares)).toThrow('must be 0 or more and add up to 1');
    expect(split({ train: 0.5, feedback: 0.5 }, sessions.slice(0, 1))).toThrow(
      /No session falls to "(train|feedback)" among 1/,
    );
  });

  it('keep their part and their fold whatever others come, in the order of ids', () => {
    const some = sessions.filter((_, at) => at % 3 === 0).reverse();
    const [all, few] = [splitSessions(sessions, '1'), splitSessions(some, '1')];
    const known = new Set(some);
    for (const part of ['train', 'feedback', 'calibration', 'evaluation'] as const)
      expect(few[part]).toEqual(all[part].filter((session) => known.has(session)));
    const [folds, fewer] = [foldSessions(sessions, '1', 3), foldSessions(some, '1', 3)];
    expect(fewer).toEqual(folds.map((fold) => fold.filter((session) => known.has(session))));
    expect(folds.flat()).toHaveLength(2000);
    for (const fold of folds) expect(Math.abs(fold.length - 667)).toBeLessThan(90);
    expect(() => foldSessions(sessions.slice(0, 1), '1', 2)).toThrow(/No session falls to fold [12] of 2 among 1/);
    expect(foldSessions(sessions.slice(0, 1), '1', 1)).toEqual([sessions.slice(0, 1)]);
  });
});
