import { type CellAccumulator, createCellAccumulator } from '../../../reports/results/cell-accumulator.ts';
import { type ClosedBench, compareInProcess, type PlayedCell, rolesOf } from '../../bench/closed-loop/closed-bench.ts';
import type { Metric } from '../../contract/metric.ts';
import type { Scenario } from '../../contract/scenario.ts';
import type { Session } from '../../contract/session.ts';
import type { Trace } from '../../contract/trace.ts';
import type { TwinPair } from '../../contract/twin.ts';
import { type BatchOptions, runEpisodes } from '../../engine/batch.ts';
import { runTwins } from '../../engine/twins.ts';

/** What a cell came to, with the twins of its errors. */
export interface TwinnedCell {
  readonly traces: Trace[];
  readonly pairs: TwinPair[];
  readonly sums: CellAccumulator;
}

export interface TwinRequest {
  readonly bench: ClosedBench;
  readonly played: readonly PlayedCell[];
  readonly sessions: readonly Session[];
  readonly metrics: readonly Metric[];
  readonly twinsPerSession: number;
  /** Twins of a cell after which no further sessions of it get any. */
  readonly twins: number;
  readonly onRun?: () => void;
}

/** Sessions that all cells play before the next ones. What the policy remembers of a session is then still at hand. */
const SESSIONS_AT_A_TIME = 100;

/**
 * Plays the sessions in every cell, and the twins of what went wrong. Whether a session gets twins depends only on how
 * many the sessions before it got, and which of its errors do is drawn from its own streams, so that the errors with
 * twins stand for all.
 */
export async function playTwins(request: TwinRequest): Promise<ReadonlyMap<string, TwinnedCell>> {
  const { bench, played, sessions, metrics, twinsPerSession, twins, onRun } = request;
  const cells = new Map(
    played.map(({ cell }): [string, TwinnedCell] => [
      cell.id,
      { traces: [], pairs: [], sums: createCellAccumulator(metrics) },
    ]),
  );
  const take = (run: Trace, pairs: readonly TwinPair[] = []) => {
    const own = cells.get(run.cell);
    own?.traces.push(run);
    own?.pairs.push(...pairs);
    own?.sums.add(run);
    onRun?.();
  };
  const batch = batchOf(bench, played);
  const isFull = ({ cell }: PlayedCell) => (cells.get(cell.id)?.pairs.length ?? 0) >= twins;
  for (let from = 0; from < sessions.length; from += SESSIONS_AT_A_TIME) {
    const some = sessions.slice(from, from + SESSIONS_AT_A_TIME);
    const full = new Set(played.filter(isFull));
    const scenarios = (which: (one: PlayedCell) => boolean) =>
      played.filter(which).flatMap(({ cell }) => some.map((session) => scenarioOf(bench, cell, session)));
    await runTwins(
      scenarios((one) => !full.has(one)),
      { ...batch, most: twinsPerSession, onRun: take },
    );
    await runEpisodes(
      scenarios((one) => full.has(one)),
      { ...batch, onEpisode: (run) => take(run) },
    );
  }
  const sample = sessions
    .slice(0, bench.parity?.sessions ?? 0)
    .flatMap((session) => played.map(({ cell }) => scenarioOf(bench, cell, session)));
  await compareInProcess(bench, sample, batch, (at) => {
    const { cell, session } = sample[at]!;
    return cells.get(cell.id)?.traces.find((trace) => trace.session === session.id);
  });
  return new Map([...cells].map(([id, cell]) => [id, { ...cell, pairs: standForAll(cell) }]));
}

/** Weights with which the twins stand for all errors of the cell, also for those of sessions that got none: cells can then be put together. */
export function standForAll({ traces, pairs }: Pick<TwinnedCell, 'traces' | 'pairs'>): TwinPair[] {
  const errors = traces.flatMap(({ steps }) => steps).filter(({ closed }) => closed?.right === false).length;
  const covered = pairs.reduce((sum, { weight }) => sum + weight, 0);
  return pairs.map((pair) => ({ ...pair, weight: (pair.weight * errors) / covered }));
}

/** One session in one cell of the bench. */
export function scenarioOf({ seed, workOf }: ClosedBench, cell: Scenario['cell'], session: Session): Scenario {
  return { cell, session, seed, ...(workOf && { work: workOf(session) }) };
}

/** With what the engine plays these cells. */
export function batchOf(bench: ClosedBench, played: readonly PlayedCell[]): Omit<BatchOptions, 'onEpisode'> {
  const { catalog, world, desks } = bench;
  const roles = new Map(played.map((one) => [one.cell.id, rolesOf(bench, one)]));
  return {
    catalog,
    world,
    openEnvironment: desks.openEnvironment,
    ...(desks.concurrency === undefined ? {} : { concurrency: desks.concurrency }),
    rolesOf: ({ id }) => {
      const found = roles.get(id);
      if (!found) throw new Error(`Cell "${id}" is not one of those that are played.`);
      return found;
    },
  };
}
