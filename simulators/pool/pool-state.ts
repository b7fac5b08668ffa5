import type { Timer } from '../../harness/contract/clock.ts';
import type { Streams } from '../../harness/contract/rng.ts';
import type { PoolSettings } from './pool-settings.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';
import type { WorkProfile } from './work-profile.ts';

/** A session in the pool. */
export interface PooledCase {
  readonly index: number;
  readonly arrivedAtMs: number;
  profile: WorkProfile;
  /** Whether it came within the counted time. */
  readonly counted: boolean;
  /** Segment at hand. */
  position: number;
  handOffs: number;
  owner: OperatorState | null;
  /** When the present wait began; null while nobody is waited for. */
  waitingSinceMs: number | null;
  patience: Timer | null;
  over: boolean;
  activeMs: number;
  switchingMs: number;
  stale: number;
  /** Sum of the waits that are over. */
  waitedMs: number;
  readonly waits: number[];
  readonly queueLengths: number[];
}

export interface OperatorState {
  readonly id: number;
  /** Session attended to now. */
  current: PooledCase | null;
  /** Session attended to last, now or before. */
  last: PooledCase | null;
  /** Unfinished sessions that are this operator's. */
  open: number;
  idleSinceMs: number;
  /** Own sessions that wait, in order of hand-off. */
  readonly waiting: Set<PooledCase>;
}

/** A pool at work. Changed in place: only `simulatePool` holds it. */
export interface PoolState {
  readonly settings: PoolSettings;
  readonly streams: Streams;
  readonly clock: VirtualClock;
  readonly operators: readonly OperatorState[];
  /** Sessions that wait and are nobody's yet, in order of hand-off. */
  readonly waiting: Set<PooledCase>;
  readonly cases: PooledCase[];
  readonly ended: Map<PooledCase, { readonly atMs: number; readonly abandoned: boolean }>;
  arrivalsOver: boolean;
  /** Counted sessions that are not over. */
  countedOpen: number;
  /** Sessions in the pool, sessions that wait, operators at work: now. */
  inPool: number;
  inQueue: number;
  busy: number;
  /** The same, integrated over the counted time, and what was counted within it. */
  readonly totals: { sinceMs: number; inPoolMs: number; inQueueMs: number; busyMs: number; interruptions: number };
}

export function openPool(settings: PoolSettings, streams: Streams): PoolState {
  return {
    settings,
    streams,
    clock: createVirtualClock(),
    operators: Array.from({ length: settings.operators }, (_, id) => ({
      id,
      current: null,
      last: null,
      open: 0,
      idleSinceMs: 0,
      waiting: new Set(),
    })),
    waiting: new Set(),
    cases: [],
    ended: new Map(),
    arrivalsOver: false,
    countedOpen: 0,
    inPool: 0,
    inQueue: 0,
    busy: 0,
    totals: { sinceMs: 0, inPoolMs: 0, inQueueMs: 0, busyMs: 0, interruptions: 0 },
  };
}

/** Whether this moment is within the counted time. */
export function counts({ warmUpMs, horizonMs }: PoolSettings, atMs: number): boolean {
  return atMs >= warmUpMs && atMs < horizonMs;
}

/** Adds the time since the last change to the totals. To be called before every change. */
export function passTime(pool: PoolState): void {
  const { settings, totals } = pool;
  const from = Math.max(totals.sinceMs, settings.warmUpMs);
  const to = Math.min(pool.clock.nowMs, settings.horizonMs);
  totals.sinceMs = pool.clock.nowMs;
  if (to <= from) return;
  totals.inPoolMs += pool.inPool * (to - from);
  totals.inQueueMs += pool.inQueue * (to - from);
  totals.busyMs += pool.busy * (to - from);
}
