import { procedureOf } from '../../../fixtures/drift/support/walk-session.ts';
import { findProcedure } from '../../contract/catalog.ts';
import type { Dataset } from '../../contract/dataset.ts';
import type { Drift } from '../../contract/drift.ts';
import type { Session } from '../../contract/session.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { createStreams } from '../../shared/streams.ts';
import { sliceOf } from '../closed-loop/slice-of.ts';

/** Sessions of one day, and the world that they come from. */
interface PlannedDay {
  readonly day: number;
  readonly sessions: readonly Session[];
  readonly drifted: boolean;
}

/** Who comes when, before and after the drift. */
export type Calendar = ReturnType<typeof planDays>;

/** How many days there are, who comes, and when the world changes. */
export interface DayPlan {
  readonly days: number;
  readonly perDay: number;
  /** Sessions that are logged before. */
  readonly history: number;
  readonly newProcess: string;
  /** 0: never. */
  readonly driftDay: number;
  readonly driftProcedure?: string;
  readonly seed: string;
}

/**
 * Deals the sessions, in their order, to the history and to the days. Throws: `UsageError` where there are too few, or
 * no session of the new process.
 */
export function planDays(dataset: Dataset, drift: Drift | null, plan: DayPlan) {
  const { days, perDay, newProcess } = plan;
  if (!findProcedure(dataset.catalog, newProcess))
    throw new UsageError(
      `--new-process ${newProcess}: there is none; use ${dataset.catalog.procedures.map(({ id }) => id).join(', ')}.`,
    );
  const known = dataset.sessions.filter((session) => procedureOf(session) !== newProcess);
  const history = known.slice(0, plan.history);
  const last = history.at(-1);
  const past = last ? dataset.sessions.indexOf(last) + 1 : 0;
  const coming = dataset.sessions.slice(past).filter((session) => procedureOf(session) !== null);
  if (coming.length < days * perDay)
    throw new UsageError(
      [
        `${days} days of ${perDay} sessions after ${plan.history} logged ones need more than the`,
        `${dataset.sessions.length} sessions that there are.`,
      ].join(' '),
    );
  const usual = coming.slice(0, days * perDay);
  const from = plan.driftDay > 0 ? (plan.driftDay - 1) * perDay : usual.length;
  const before: Dataset = { catalog: dataset.catalog, sessions: usual.slice(0, from) };
  const rest: Dataset = { catalog: dataset.catalog, sessions: usual.slice(from) };
  const after = drift && rest.sessions.length > 0 ? drift.apply(rest, driftOptions(plan)) : rest;
  const procedures = [...dataset.catalog.procedures, ...after.catalog.procedures];
  const clusterOf = new Map(procedures.map(({ id, cluster }) => [id, cluster]));
  return {
    /** Logged before the first day: nothing of the new process. */
    history,
    before,
    after,
    clusterOf,
    /** Slices that the drift changes. */
    changed: changedSlices(rest, after, clusterOf),
    days: Array.from({ length: days }, (_, at) => dayOf(at, before.sessions, after.sessions, plan)),
  };
}

function driftOptions({ driftProcedure, seed }: DayPlan) {
  const streams = createStreams({ seed, session: 'drift' });
  return { streams, ...(driftProcedure === undefined ? {} : { procedure: driftProcedure }) };
}

/** A mix that shifts leaves fewer sessions: they are dealt evenly to the days that are left. */
function dayOf(at: number, before: readonly Session[], after: readonly Session[], plan: DayPlan): PlannedDay {
  const { perDay, days } = plan;
  const first = before.length / perDay;
  if (at < first) return { day: at + 1, sessions: before.slice(at * perDay, (at + 1) * perDay), drifted: false };
  const each = after.length / (days - first);
  const [from, to] = [at - first, at - first + 1].map((day) => Math.round(day * each));
  return { day: at + 1, sessions: after.slice(from, to), drifted: true };
}

/** Slices with sessions that go otherwise than they would have. */
function changedSlices(rest: Dataset, after: Dataset, clusterOf: ReadonlyMap<string, string>): Set<string> {
  const usual = new Map(rest.sessions.map((session) => [session.id, session]));
  return new Set(
    after.sessions.flatMap((session) => (usual.get(session.id) === session ? [] : sliceOf(session, clusterOf))),
  );
}
