import { quantile, sumOf } from '../../harness/shared/numbers.ts';
import { HOUR_MS } from './next-arrival.ts';
import type { PoolRun, PoolSession } from './simulate-pool.ts';

export function summarisePool(run: PoolRun) {
  const { sessions, operators, windowMs } = run;
  const waits = sessions.flatMap((one) => one.waits);
  const queues = sessions.flatMap((one) => one.queueLengths);
  const kept = sessions.filter(({ abandoned }) => !abandoned);
  const mean = (of: (one: PoolSession) => number) => ratio(sumOf(sessions, of), sessions.length);
  const operatorMs = operators * windowMs;
  return {
    sessions: sessions.length,
    /** Share of sessions whose customer left while waiting. */
    abandonedShare: mean(({ abandoned }) => (abandoned ? 1 : 0)),
    /** Share of sessions that went without an operator to their end. */
    unattendedShare: mean(({ waits }) => (waits.length === 0 ? 1 : 0)),
    /** Operator's time a session, of sessions that were not abandoned: those without an operator count 0. */
    activeMs: ratio(
      sumOf(kept, ({ activeMs }) => activeMs),
      kept.length,
    ),
    /** The part of it that came from switching between sessions. */
    switchingMs: ratio(
      sumOf(kept, ({ switchingMs }) => switchingMs),
      kept.length,
    ),
    /** From arrival to end, of sessions that were not abandoned: what the customer sees. */
    handlingMs: ratio(
      sumOf(kept, ({ arrivedAtMs, endedAtMs }) => endedAtMs - arrivedAtMs),
      kept.length,
    ),
    /** Wait of a hand-off, those that the customer broke off included. */
    waitMs: ratio(sumOf(waits), waits.length),
    wait95Ms: waits.length === 0 ? null : quantile(waits, 0.95),
    /** Share of hand-offs that had to wait. */
    waitShare: ratio(waits.filter((ms) => ms > 0).length, waits.length),
    /** Sum of a session's waits, over all sessions. */
    sessionWaitMs: mean((one) => sumOf(one.waits)),
    handOffsPerSession: mean((one) => one.waits.length),
    /** Sessions that waited when a hand-off came. */
    queueLength: ratio(sumOf(queues), queues.length),
    /** Share of the operators' time at work on a session. */
    utilisation: ratio(run.busyMs, operatorMs),
    /** A working hour of one operator. */
    interruptionsPerHour: ratio(run.interruptions * HOUR_MS, operatorMs),
    /** Sessions under way at once for each operator, whoever has to act: mean over time. */
    openPerOperator: ratio(run.inPoolMs, operatorMs),
    /** Those of them that do not wait. */
    goingOnPerOperator: ratio(run.inPoolMs - run.inQueueMs, operatorMs),
    /** Sessions that came for each operator in an hour. */
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
