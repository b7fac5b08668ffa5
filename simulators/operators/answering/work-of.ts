import type { WorkContext } from '../../../harness/contract/operator.ts';
import { createRng } from '../../../harness/shared/streams.ts';

/** A team of operators and what their days are like, where no pool simulates them. */
export interface Roster {
  /** How many operators share the sessions. */
  readonly operators: number;
  /** Longest time at work between two rests. */
  readonly restEveryMs: number;
  /** Mean number of cases that wait. */
  readonly meanQueue: number;
  /** Share of all sessions that an operator works, by which experience grows. Range: [0, 1]. */
  readonly caseShare: number;
  /** Cases that the most experienced operator had worked before the first session; newcomers had none. */
  readonly tenureCases: number;
}

export const CALM_ROSTER: Roster = {
  operators: 20,
  restEveryMs: 2 * 3_600_000,
  meanQueue: 0,
  caseShare: 1 / 20,
  tenureCases: 0,
};

/**
 * Who works a session and what that operator's day is like then. `order` is the session's place in time, from
 * 0: operators have worked their share of the sessions before it. Depends on the seed, the session, its place and
 * the roster only, so that another session more or less changes none; and one operator more takes sessions over from
 * the others, but moves none among them.
 *
 * Throws: where the roster makes no sense.
 */
export function workOf(session: string, order: number, seed: string, roster: Roster = CALM_ROSTER): WorkContext {
  const { operators, restEveryMs, meanQueue, caseShare, tenureCases } = roster;
  if (
    !(
      Number.isInteger(operators) &&
      operators >= 1 &&
      restEveryMs >= 0 &&
      meanQueue >= 0 &&
      caseShare >= 0 &&
      tenureCases >= 0
    )
  )
    throw new Error(`A roster of ${JSON.stringify(roster)}: give 1 or more operators, and nothing below 0.`);
  const draw = (purpose: 'operator' | 'rest' | 'tenure' | 'queue', of: string) =>
    createRng(`work ${purpose}`, seed, of).next();
  const operator = `op${1 + chosenOf(operators, draw('operator', session))}`;
  return {
    operator,
    sinceRestMs: Math.floor(draw('rest', session) * restEveryMs),
    casesWorked: Math.floor(draw('tenure', operator) * tenureCases) + Math.floor(order * caseShare),
    queueLength: geometric(meanQueue, draw('queue', session)),
  };
}

/**
 * The place with the highest of as many draws, which are scrambled from one. Source: Thaler & Ravishankar 1998, rendezvous
 * hashing.
 */
function chosenOf(places: number, uniform: number): number {
  const base = Math.floor(uniform * 2 ** 32);
  let chosen = 0;
  let highest = -1;
  for (let place = 0; place < places; place++) {
    const draw = scramble(base ^ scramble(Math.imul(place + 1, 0x9e3779b9)));
    if (draw > highest) [chosen, highest] = [place, draw];
  }
  return chosen;
}

/** A bijection of 32-bit integers in which every input bit moves every output bit. Source: Wellons, hash-prospector. */
function scramble(value: number): number {
  let x = Math.imul(value ^ (value >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0xd35a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/** How many wait before a server in the long run, by mean: P(n or more) = (mean / (1 + mean))^n. */
function geometric(mean: number, uniform: number): number {
  return mean === 0 ? 0 : Math.floor(Math.log(1 - uniform) / Math.log(mean / (1 + mean)));
}
