import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { Action } from '../../../harness/contract/action.ts';
import {
  type Actor,
  type CaseOpening,
  type Environment,
  IllegalActionError,
} from '../../../harness/contract/environment.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { type Move, randomMoves } from './moves.ts';
import { breakAction, resolveMove } from './resolve-move.ts';

/** Two ways into the desk over one catalog, and cases to open on them. */
export interface DeskPair {
  readonly left: Environment;
  readonly right: Environment;
  readonly openings: readonly CaseOpening[];
}

export interface ConformanceOptions {
  readonly runs: number;
  /** Fast-check's seed: the same seed tries the same sequences. */
  readonly seed: number;
  readonly maxMoves?: number;
}

/** What was done in all, by kind of action, so that a caller can see that nothing was left out. */
export type Tally = Record<string, number>;

/**
 * Checks that two desks give the same screens after every event, refuse the same actions with the same
 * words, and are unchanged by a refusal.
 *
 * Throws: fast-check's report with seed, path and the shrunk sequence.
 */
export async function assertSameDesks(pair: DeskPair, options: ConformanceOptions): Promise<Tally> {
  const tally: Tally = {};
  await fc.assert(
    fc.asyncProperty(fc.nat(pair.openings.length - 1), randomMoves(options.maxMoves), async (at, moves) => {
      await compareDesks(pair, pair.openings[at] as CaseOpening, moves, tally);
    }),
    { numRuns: options.runs, seed: options.seed, interruptAfterTimeLimit: 300_000 },
  );
  return tally;
}

/** Plays one sequence on both desks. Throws: at the first event after which they differ. */
async function compareDesks(
  { left, right }: DeskPair,
  opening: CaseOpening,
  moves: readonly Move[],
  tally: Tally,
): Promise<void> {
  await left.reset(opening);
  await right.reset(opening);
  let screen = await sameScreen(left, right, 'reset');
  for (const move of moves) {
    if (move.kind === 'arrive') {
      await left.deliver(move.arrivals);
      await right.deliver(move.arrivals);
      count(tally, 'arrive');
      screen = await sameScreen(left, right, 'an arrival');
      continue;
    }
    const legal = resolveMove(screen, move.pick, move.texts);
    if (!legal) continue;
    const action = move.kind === 'break' ? breakAction(legal, move.pick) : legal;
    const [a, b] = [await refusal(left, action, move.actor), await refusal(right, action, move.actor)];
    if (a !== b) throw new Error(`Refusals differ for ${JSON.stringify(action)}: ${a} | ${b}`);
    count(tally, a === null ? action.kind : 'refused');
    screen = await sameScreen(left, right, JSON.stringify(action));
  }
}

function count(tally: Tally, name: string): void {
  tally[name] = (tally[name] ?? 0) + 1;
}

async function refusal(desk: Environment, action: Action, actor: Actor): Promise<string | null> {
  try {
    await desk.perform(action, actor);
    return null;
  } catch (error) {
    if (error instanceof IllegalActionError) return error.message;
    throw error;
  }
}

async function sameScreen(left: Environment, right: Environment, after: string): Promise<Screen> {
  const [a, b] = [await left.observe(), await right.observe()];
  if (isDeepStrictEqual(a, b)) return a;
  const part = (Object.keys(a) as (keyof Screen)[]).find((name) => !isDeepStrictEqual(a[name], b[name]));
  const shown = (screen: Screen) => JSON.stringify(part ? screen[part] : screen);
  throw new Error(`Screens differ in ${part} after ${after}:\n  ${shown(a)}\n  ${shown(b)}`);
}
