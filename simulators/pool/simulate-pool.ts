import type { HandOffPurpose } from '../../harness/contract/draw-names.ts';
import type { Streams } from '../../harness/contract/rng.ts';
import { attend, drawPatience } from './attend.ts';
import { freeOperator, nextCase } from './choose-next.ts';
import { nextArrivalMs } from './next-arrival.ts';
import { checkPoolSettings, type PoolSettings } from './pool-settings.ts';
import { counts, type OperatorState, openPool, type PooledCase, type PoolState, passTime } from './pool-state.ts';
import { joinSegments, type WorkProfile } from './work-profile.ts';

/** One counted session as it went. */
export interface PoolSession {
  /** Place in the order of arrival. */
  readonly index: number;
  readonly arrivedAtMs: number;
  readonly endedAtMs: number;
  readonly abandoned: boolean;
  /** Operator's time on it, switching included. */
  readonly activeMs: number;
  /** The part of it that came from switching and from what had gone stale. */
  readonly switchingMs: number;
  /** Hand-offs that found the session moved on. */
  readonly stale: number;
  /** Wait of each hand-off until an operator turned to it, or the customer left. */
  readonly waits: readonly number[];
  /** Sessions that waited when each hand-off came, itself not counted. */
  readonly queueLengths: readonly number[];
}

/** What happened in a pool. */
export interface PoolRun {
  /** Sessions that came within the counted time, in order of arrival; each was played to its end. */
  readonly sessions: readonly PoolSession[];
  readonly operators: number;
  /** Length of the counted time. */
  readonly windowMs: number;
  /** Sessions in the pool, integrated over the counted time. */
  readonly inPoolMs: number;
  /** Sessions that waited for an operator, likewise. */
  readonly inQueueMs: number;
  /** Operators at work, likewise. */
  readonly busyMs: number;
  /** How often an operator was turned from a session that was not over to another one. */
  readonly interruptions: number;
}

/**
 * Plays a pool of operators who serve many sessions: discrete events on a virtual clock. Everything random has a
 * stream of its own, named by the session's place in the order of arrival, so that two settings are compared in pairs.
 *
 * Throws: where a setting is out of its range.
 */
export function simulatePool(settings: PoolSettings, streams: Streams): PoolRun {
  checkPoolSettings(settings);
  const pool = openPool(settings, streams);
  expectArrival(pool, 0, 0);
  pool.clock.run(() => pool.arrivalsOver && pool.countedOpen === 0 && pool.clock.nowMs >= lastCounted(pool));
  passTime(pool);
  const { totals, clock } = pool;
  return {
    sessions: pool.cases.filter(({ counted }) => counted).map((one) => record(pool, one)),
    operators: settings.operators,
    windowMs: Math.max(0, Math.min(settings.horizonMs, clock.nowMs) - settings.warmUpMs),
    inPoolMs: totals.inPoolMs,
    inQueueMs: totals.inQueueMs,
    busyMs: totals.busyMs,
    interruptions: totals.interruptions,
  };
}

/** Until when things must happen for the totals to be whole. */
function lastCounted({ settings }: PoolState): number {
  return settings.arrivals.kind === 'at' ? 0 : settings.horizonMs;
}

/** Sessions keep coming after the horizon, so that the last counted ones do not find an emptying pool. */
function expectArrival(pool: PoolState, index: number, afterMs: number): void {
  const { settings, clock } = pool;
  const atMs = nextArrivalMs(settings.arrivals, index, afterMs, () => pool.streams('session', index, 'arrival'));
  if (atMs === null || atMs >= settings.horizonMs) pool.arrivalsOver = true;
  if (atMs === null) return;
  clock.schedule(Math.max(0, atMs - clock.nowMs), () => {
    arrive(pool, index);
    expectArrival(pool, index + 1, atMs);
  });
}

function arrive(pool: PoolState, index: number): void {
  passTime(pool);
  const { settings, clock } = pool;
  const one: PooledCase = {
    index,
    arrivedAtMs: clock.nowMs,
    profile: joinSegments(settings.workOf(index, pool.streams('session', index, 'work'))),
    counted: counts(settings, clock.nowMs),
    position: 0,
    handOffs: 0,
    owner: null,
    waitingSinceMs: null,
    patience: null,
    over: false,
    activeMs: 0,
    switchingMs: 0,
    stale: 0,
    waitedMs: 0,
    waits: [],
    queueLengths: [],
  };
  pool.cases.push(one);
  pool.inPool++;
  if (one.counted) pool.countedOpen++;
  goOn(pool, one);
}

/** Begins the segment at hand. */
function goOn(pool: PoolState, one: PooledCase): void {
  const segment = one.profile[one.position];
  if (segment === undefined) finish(pool, one, false);
  else if (segment.kind === 'operator') handOff(pool, one);
  else
    pool.clock.schedule(segment.ms, () => {
      passTime(pool);
      one.position++;
      goOn(pool, one);
    });
}

function handOff(pool: PoolState, one: PooledCase): void {
  if (one.queueLengths.length === 0) one.profile = underPressure(pool, one);
  one.queueLengths.push(pool.inQueue);
  one.waitingSinceMs = pool.clock.nowMs;
  const operator = one.owner === null ? freeOperator(pool) : one.owner.current === null ? one.owner : null;
  if (operator !== null) turnTo(pool, operator, one);
  else enqueue(pool, one);
}

/** The session's work, now that it is known how many wait. */
function underPressure({ settings, inQueue }: PoolState, { index, profile, position }: PooledCase): WorkProfile {
  const { workUnderPressure } = settings;
  if (!workUnderPressure) return profile;
  const changed = joinSegments(workUnderPressure(index, inQueue));
  const same = profile
    .slice(0, position)
    .every(({ kind, ms }, i) => changed[i]?.kind === kind && changed[i]?.ms === ms);
  if (same && changed[position]?.kind === 'operator') return changed;
  throw new Error(
    [
      `Session ${index} of the pool: a queue of ${inQueue} changes what came before its first hand-off;`,
      'give work that differs from there on only.',
    ].join(' '),
  );
}

function enqueue(pool: PoolState, one: PooledCase): void {
  const { settings, clock } = pool;
  (one.owner ?? pool).waiting.add(one);
  pool.inQueue++;
  if (settings.patience === null) return;
  const patienceMs = drawPatience(settings.patience, pool.streams('session', one.index, `patience ${one.handOffs}`));
  one.patience = clock.schedule(patienceMs, () => {
    passTime(pool);
    leaveQueue(pool, one);
    endWait(pool, one);
    finish(pool, one, true);
  });
}

function leaveQueue(pool: PoolState, one: PooledCase): void {
  (one.owner ?? pool).waiting.delete(one);
  pool.inQueue--;
  one.patience?.cancel();
  one.patience = null;
}

function endWait(pool: PoolState, one: PooledCase): number {
  const waitedMs = pool.clock.nowMs - (one.waitingSinceMs ?? pool.clock.nowMs);
  one.waits.push(waitedMs);
  one.waitedMs += waitedMs;
  one.waitingSinceMs = null;
  return waitedMs;
}

function turnTo(pool: PoolState, operator: OperatorState, one: PooledCase): void {
  const { settings, clock, streams } = pool;
  const waitedMs = endWait(pool, one);
  const resumed = operator.last !== one && one.position > 0;
  const stream = (purpose: HandOffPurpose) => streams('session', one.index, `${purpose} ${one.handOffs}`);
  const workMs = one.profile[one.position]?.ms ?? 0;
  const { switchingMs, stale } = attend(workMs, { resumed, waitedMs }, settings, stream);
  const interrupted = operator.last !== null && operator.last !== one && !operator.last.over;
  if (interrupted && counts(settings, clock.nowMs)) pool.totals.interruptions++;
  if (one.owner === null && settings.ownership === 'case') {
    one.owner = operator;
    operator.open++;
  }
  operator.current = one;
  operator.last = one;
  pool.busy++;
  one.handOffs++;
  one.activeMs += workMs + switchingMs;
  one.switchingMs += switchingMs;
  if (stale) one.stale++;
  clock.schedule(workMs + switchingMs, () => release(pool, operator, one));
}

/** The operator has done this segment: the session goes on, the operator turns to whoever waits. */
function release(pool: PoolState, operator: OperatorState, one: PooledCase): void {
  passTime(pool);
  operator.current = null;
  operator.idleSinceMs = pool.clock.nowMs;
  pool.busy--;
  one.position++;
  goOn(pool, one);
  serve(pool, operator);
}

function serve(pool: PoolState, operator: OperatorState): void {
  if (operator.current !== null) return;
  const next = nextCase(pool, operator);
  if (next === null) return;
  leaveQueue(pool, next);
  turnTo(pool, operator, next);
}

function finish(pool: PoolState, one: PooledCase, abandoned: boolean): void {
  one.over = true;
  pool.inPool--;
  if (one.counted) pool.countedOpen--;
  pool.ended.set(one, { atMs: pool.clock.nowMs, abandoned });
  if (one.owner === null) return;
  one.owner.open--;
  serve(pool, one.owner);
}

function record(pool: PoolState, one: PooledCase): PoolSession {
  const end = pool.ended.get(one);
  if (end === undefined) throw new Error(`Session ${one.index} of the pool has no end.`);
  const { index, arrivedAtMs, activeMs, switchingMs, stale, waits, queueLengths } = one;
  return {
    index,
    arrivedAtMs,
    endedAtMs: end.atMs,
    abandoned: end.abandoned,
    activeMs,
    switchingMs,
    stale,
    waits,
    queueLengths,
  };
}
