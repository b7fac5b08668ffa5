import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../contract/catalog.ts';
import type { Drift, DriftOptions } from '../../contract/drift.ts';
import type { Session } from '../../contract/session.ts';
import { testSession } from '../../engine/test-roles.ts';
import { type DayPlan, planDays } from './plan-days.ts';

const procedure = (id: string, cluster: string) => ({
  id,
  title: id,
  cluster,
  keywords: [],
  screens: [],
  forms: [],
  replies: [],
  flow: [],
});
const catalog = {
  name: 'c',
  desk: {},
  procedures: [procedure('old', 'orders'), procedure('new', 'accounts')],
} as unknown as Catalog;

/** Every fourth is of the new process, every tenth of none. */
const sessions = Array.from(
  { length: 80 },
  (_, at): Session => ({
    ...testSession(`s${at}`),
    ...{ steps: [], opened: at % 10 === 9 ? null : at % 4 === 3 ? 'new' : 'old' },
  }),
);
const PLAN: DayPlan = { days: 6, perDay: 5, history: 20, newProcess: 'new', driftDay: 0, seed: '1' };
const plan = (own: Partial<DayPlan> = {}, drift: Drift | null = null) =>
  planDays({ catalog, sessions }, drift, { ...PLAN, ...own });
const ids = (list: readonly Session[]) => list.map(({ id }) => id);
const numbers = (list: readonly Session[]) => list.map(({ id }) => Number(id.slice(1)));

/** Keeps every second session, and calls it by another procedure. */
function drift(seen: DriftOptions[] = []): Drift {
  return {
    ...{ name: 'd', summary: '' },
    apply: (dataset, options) => {
      seen.push(options);
      const kept = dataset.sessions.filter((_, at) => at % 2 === 0);
      return { catalog, sessions: kept.map((session, at) => (at === 0 ? session : { ...session, opened: 'new' })) };
    },
  };
}

describe('a calendar', () => {
  it('deals the first sessions that are not of the new process to the history, and what comes after them to the days', () => {
    const { history, days, before, after } = plan();
    expect(history).toHaveLength(20);
    expect(history.every(({ opened }) => opened !== 'new')).toBe(true);
    const past = numbers(history).at(-1)!;
    const come = sessions.slice(past + 1).filter(({ opened }) => opened !== null);
    expect(days.map(({ day }) => day)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(days.flatMap((day) => ids(day.sessions))).toEqual(ids(come.slice(0, 30)));
    for (const day of days) expect([day.sessions.length, day.drifted]).toEqual([5, false]);
    expect([ids(before.sessions), after.sessions]).toEqual([ids(come.slice(0, 30)), []]);
  });

  it('begins with the first session where nothing was logged before', () => {
    const { history, days } = plan({ history: 0 });
    expect(history).toEqual([]);
    expect(numbers(days[0]!.sessions)).toEqual([0, 1, 2, 3, 4]);
  });

  it('needs as many sessions as there are days’ work, and the new process', () => {
    const coming = plan({ history: 0, days: 1, perDay: 72 }).days[0]!.sessions.length;
    expect(coming).toBe(72);
    expect(() => plan({ history: 0, days: 1, perDay: 73 })).toThrow(
      '1 days of 73 sessions after 0 logged ones need more',
    );
    expect(() => plan({ newProcess: 'x' })).toThrow('--new-process x: there is none; use old, new.');
  });

  it('drifts from its day on: what is left is dealt evenly to the days that are left', () => {
    const seen: DriftOptions[] = [];
    const { days, before, after, changed } = plan({ driftDay: 3, driftProcedure: 'old' }, drift(seen));
    expect(seen).toMatchObject([{ procedure: 'old' }]);
    expect([before.sessions.length, after.sessions.length]).toEqual([10, 10]);
    expect(days.map((day) => [day.sessions.length, day.drifted])).toEqual([
      [5, false],
      [5, false],
      ...[3, 2, 3, 2].map((count) => [count, true]),
    ]);
    expect(days.slice(2).flatMap((day) => ids(day.sessions))).toEqual(ids(after.sessions));
    // Each slice by the procedure that is then open; what stayed as it was is not among them.
    expect(changed).toEqual(new Set(['accounts']));
    expect(plan({ driftDay: 1 }, drift()).days.every(({ drifted }) => drifted)).toBe(true);
    expect(plan({ driftDay: 6 }, drift()).days.map(({ drifted }) => drifted)).toEqual([
      ...[false, false, false, false, false, true],
    ]);
  });

  it('does not drift without a drift or beyond its last day, and names no procedure where none is asked for', () => {
    const seen: DriftOptions[] = [];
    for (const calendar of [
      plan({ driftDay: 0 }, drift(seen)),
      plan({ driftDay: 7 }, drift(seen)),
      plan({ driftDay: 2 }),
    ])
      expect(calendar.changed.size).toBe(0);
    expect(seen).toEqual([]);
    plan({ driftDay: 2 }, drift(seen));
    expect(seen[0]).not.toHaveProperty('procedure');
    expect(seen[0]?.streams).toBeTypeOf('function');
  });
});
