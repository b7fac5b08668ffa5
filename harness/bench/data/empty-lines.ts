import type { Session } from '../../contract/session.ts';

/** Sessions that hold no step, named: they count in no share of steps and sessions. Nothing where there are none. */
export function emptyLines(sessions: readonly Session[], what = 'sessions'): string[] {
  const empty = sessions.filter(({ steps }) => steps.length === 0);
  if (empty.length === 0) return [];
  const named = empty.slice(0, 3).map(({ id }) => id);
  return [
    `${empty.length} of ${sessions.length} ${what} hold no step and count in no figure, such as ${named.join(', ')}.`,
  ];
}
