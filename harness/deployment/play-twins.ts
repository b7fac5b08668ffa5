import type { Session } from '../contract/session.ts';
import type { Trace } from '../contract/trace.ts';
import type { TwinPair } from '../contract/twin.ts';
import { runEpisodes } from '../engine/batch.ts';
import { runTwins } from '../engine/twins.ts';
import type { Bench } from './bench.ts';
import { batchOf, cellRoles, type PlayedCell, playScenarios, scenariosOf } from './play.ts';

export interface TwinPlayOptions {
  /** Most errors of one session that get a twin. */
  readonly perSession: number;
  /** Twins of a cell after which no further sessions of it get any. Absent: there is no such number. */
  readonly perCell?: number;
  readonly part?: string;
  /** Sees every run, cell by cell in the order of sessions; without pairs where nothing went wrong, or none are wanted. */
  readonly onRun: (run: Trace, pairs: readonly TwinPair[]) => void;
}

/** Sessions that all cells play before the next ones. What the policy remembers of a session is then still at hand. */
const SESSIONS_AT_A_TIME = 100;

/**
 * Plays the sessions in every cell in closed loop, and the twins of what went wrong. Whether a session gets twins depends
 * only on how many the sessions before it got, and which of its errors do is drawn from its own streams, so that the
 * errors with twins stand for all.
 */
export async function playTwins(
  bench: Bench,
  cells: readonly PlayedCell[],
  sessions: readonly Session[],
  { perSession, perCell = Number.POSITIVE_INFINITY, part, onRun }: TwinPlayOptions,
): Promise<void> {
  const rolesOf = await cellRoles(bench, cells);
  const { player = runEpisodes } = bench;
  const run: typeof runEpisodes = (scenarios, options) => player(scenarios, options, part);
  const pairsOf = new Map<string, number>();
  const take = (trace: Trace, pairs: readonly TwinPair[]) => {
    pairsOf.set(trace.cell, (pairsOf.get(trace.cell) ?? 0) + pairs.length);
    onRun(trace, pairs);
  };
  for (let from = 0; from < sessions.length; from += SESSIONS_AT_A_TIME) {
    const some = sessions.slice(from, from + SESSIONS_AT_A_TIME);
    const full = cells.filter(({ cell }) => (pairsOf.get(cell.id) ?? 0) >= perCell);
    const others = cells.filter((one) => !full.includes(one));
    await runTwins(scenariosOf(bench, others, some, { order: 'cell' }), {
      ...batchOf(bench),
      rolesOf,
      most: perSession,
      onRun: take,
      run,
    });
    const plain = scenariosOf(bench, full, some, { order: 'cell' });
    await playScenarios(bench, plain, { rolesOf, part, onEpisode: (trace) => take(trace, []) });
  }
}
