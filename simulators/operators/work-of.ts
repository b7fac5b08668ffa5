import seedrandom from 'seedrandom';
import type { WorkContext } from '../../harness/contract/operator.ts';

/** A team of operators and what their days are like, where no pool simulates them. */
export interface Roster {
  /** How many operators share the sessions. */
  readonly operators: number;
  /** Longest time at work between two rests. */
  readonly restEveryMs: number;
  /** Mean number of cases that wait. */
  readonly meanQueue: number;
  /** Cases that the most experienced operator had worked before the first session; newcomers had none. */
  readonly tenureCases: number;
}

export const CALM_ROSTER: Roster = { operators: 20, restEveryMs: 2 * 3_600_000, meanQueue: 0, tenureCases: 0 };

/**
 * Who works a session and what that operator's day is like then. `order` is the session's place in time, from
 * 0: operators have worked their share of the sessions before it. Depends on the seed, the session, its place and
 * the roster only, so that another session more or less changes none.
 *
 * Throws: where the roster makes no sense.
 */
export function workOf(session: string, order: number, seed: string, roster: Roster = CALM_ROSTER): WorkContext {
  const { operators, restEveryMs, meanQueue, tenureCases } = roster;
  if (!(Number.isInteger(operators) && operators >= 1 && restEveryMs >= 0 && meanQueue >= 0 && tenureCases >= 0))
    throw new Error(`A roster of ${JSON.stringify(roster)}: give 1 or more operators, and nothing below 0.`);
  const draw = (...name: readonly string[]) => seedrandom.alea(JSON.stringify(['work', seed, ...name]))();
  const operator = `op${1 + Math.floor(draw('operator', session) * operators)}`;
  return {
    operator,
    sinceRestMs: Math.floor(draw('rest', session) * restEveryMs),
    casesWorked: Math.floor(draw('tenure', operator) * tenureCases) + Math.floor(order / operators),
    queueLength: geometric(meanQueue, draw('queue', session)),
  };
}

/** How many wait before a server in the long run, by mean: P(n or more) = (mean / (1 + mean))^n. */
function geometric(mean: number, uniform: number): number {
  return mean === 0 ? 0 : Math.floor(Math.log(1 - uniform) / Math.log(mean / (1 + mean)));
}
