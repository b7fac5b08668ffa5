import { goalFault } from '../../../fixtures/plans/goal-fault.ts';
import { formatCount } from '../../../reports/present/format-value.ts';
import type { Dataset } from '../../contract/dataset.ts';
import type { Session } from '../../contract/session.ts';

/** Where goals are from, in one sentence: every figure that speaks of goals says so. */
export function goalsGiven(sessions: readonly Session[]): string {
  const given = sessions.filter(({ goal }) => goal !== null).length;
  const count = (sessions: number) => formatCount(sessions);
  if (given === sessions.length) return 'Goals: the log gives that of every session, whatever its operator wrote.';
  const rest = 'taken from what their own operators wrote: what those got wrong counts as wanted';
  if (given === 0) return `Goals: the log gives none; all are derived, ${rest}.`;
  return [
    `Goals: the log gives those of ${count(given)} sessions, whatever their operators wrote;`,
    `${count(sessions.length - given)} are derived, ${rest}.`,
  ].join(' ');
}

/** Goals that the log gives and no way on its desk leads to. */
export function unreachableGoals({ sessions, catalog }: Dataset): { session: string; cause: string }[] {
  return sessions.flatMap((session) => {
    const cause = session.goal && goalFault(session.goal, session, catalog);
    return cause === null ? [] : [{ session: session.id, cause }];
  });
}
