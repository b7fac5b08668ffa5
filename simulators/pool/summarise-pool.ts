import { quantile, sumOf } from '../../harness/shared/numbers.ts';
import { HOUR_MS } from './next-arrival.ts';
import type { PoolRun, PoolSession } from './simulate-pool.ts';

/** A pool's run in numbers. Null where there is nothing to take a mean of. */
export interface PoolSummary {
  readonly sessions: number;
  /** Share of sessions whose customer left while waiting. */
  readonly abandonedShare: number | null;
  /** Share of sessions that went without an operator to their end. */
  readonly unattendedShare: number | null;
  /** Operator's time a session, of sessions that were not abandoned: those without an operator count 0. */
  readonly activeMs: number | null;
  /** The part of it that came from switching between sessions. */
  readonly switchingMs: number | null;
  /** From arrival to end, of sessions that were not abandoned: what the customer sees. */
  readonly handlingMs: number | null;
  /** Wait of a hand-off, those that the customer broke off included. */
  readonly waitMs: number | null;
  readonly wait95Ms: number | null;
  /** Share of hand-offs that had to wait. */
  readonly waitShare: number | null;
  /** Sum of a session's waits, over all sessions. */
  readonly sessionWaitMs: number | null;
  readonly handOffsPerSession: number | null;
  /** Sessions that waited when a hand-off came. */
  readonly queueLength: number | null;
  /** Share of the operators' time at work on a session. */
  readonly utilisation: number | null;
  /** A working hour of one operator. */
  readonly interruptionsPerHour: number | null;
  /** Sessions under way at once for each operator, whoever has to act: mean over time. */
  readonly openPerOperator: number | null;
  /** Those of them that do not wait. */
  readonly goingOnPerOperator: number | null;
  /** Sessions that came for each operator in an hour. */
  readonly arrivalsPerOperatorHour: number | null;
}

export function summarisePool(run: PoolRun): PoolSummary {
  const { sessions, operators, windowMs } = run;
  const waits = sessions.flatMap((one) => one.waits);
  const queues = sessions.flatMap((one) => one.queueLengths);
  const kept = sessions.filter(({ abandoned }) => !abandoned);
  const mean = (of: (one: PoolSession) => number) => ratio(sumOf(sessions, of), sessions.length);
  const operatorMs = operators * windowMs;
  return {
    sessions: sessions.length,
    abandonedShare: mean(({ abandoned }) => (abandoned ? 1 : 0)),
    unattendedShare: mean(({ waits }) => (waits.length === 0 ? 1 : 0)),
    activeMs: ratio(
      sumOf(kept, ({ activeMs }) => activeMs),
      kept.length,
    ),
    switchingMs: ratio(
      sumOf(kept, ({ switchingMs }) => switchingMs),
      kept.length,
    ),
    handlingMs: ratio(
      sumOf(kept, ({ arrivedAtMs, endedAtMs }) => endedAtMs - arrivedAtMs),
      kept.length,
    ),
    waitMs: ratio(sumOf(waits), waits.length),
    wait95Ms: waits.length === 0 ? null : quantile(waits, 0.95),
    waitShare: ratio(waits.filter((ms) => ms > 0).length, waits.length),
    sessionWaitMs: mean((one) => sumOf(one.waits)),
    handOffsPerSession: mean((one) => one.waits.length),
    queueLength: ratio(sumOf(queues), queues.length),
    utilisation: ratio(run.busyMs, operatorMs),
    interruptionsPerHour: ratio(run.interruptions * HOUR_MS, operatorMs),
    openPerOperator: ratio(run.inPoolMs, operatorMs),
    goingOnPerOperator: ratio(run.inPoolMs - run.inQueueMs, operatorMs),
    arrivalsPerOperatorHour: ratio(sessions.length * HOUR_MS, operatorMs),
  };
}

/** Share of hand-offs that an operator turned to within this time; null without hand-offs. */
export function serviceLevel({ sessions }: PoolRun, withinMs: number): number | null {
  const waits = sessions.flatMap((one) => (one.abandoned ? one.waits.slice(0, -1) : one.waits));
  const all = sumOf(sessions, (one) => one.waits.length);
  return ratio(waits.filter((ms) => ms <= withinMs).length, all);
}

const ratio = (numerator: number, denominator: number) => (denominator > 0 ? numerator / denominator : null);
