import type { Streams } from '../../harness/contract/rng.ts';
import type { PoolSettings } from './pool-settings.ts';
import type { WorkProfile } from './work-profile.ts';

/** Something that is yet to happen. */
interface Timer {
  /** Takes it back. Without effect once it has happened. */
  cancel(): void;
}

/**
 * The virtual time of a simulation. What is scheduled happens in order of its time, and at equal times in
 * order of scheduling. It passes only from one happening to the next: nothing reads the wall clock.
 */
interface Clock {
  /** Milliseconds since the simulation began. */
  readonly nowMs: number;
  /** Lets something happen so many milliseconds from now. Throws: where the delay is negative or not finite. */
  schedule(delayMs: number, happen: () => void): Timer;
}

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

/** A clock together with what drives it. */
interface VirtualClock extends Clock {
  /** Lets everything happen that is scheduled, also what that schedules, until there is nothing left or `enough` says so. */
  run(enough?: () => boolean): void;
}

interface Entry {
  readonly atMs: number;
  /** Order of scheduling: decides between equal times. */
  readonly order: number;
  readonly happen: () => void;
  cancelled: boolean;
}

/** A clock that starts at 0: a binary heap of what is to happen. */
export function createVirtualClock(): VirtualClock {
  const heap: Entry[] = [];
  let nowMs = 0;
  let order = 0;
  return {
    get nowMs() {
      return nowMs;
    },
    schedule(delayMs, happen): Timer {
      if (!(delayMs >= 0 && Number.isFinite(delayMs)))
        throw new Error(`Nothing can be scheduled ${delayMs} ms from now: give a delay from 0 up.`);
      const entry: Entry = { atMs: nowMs + delayMs, order: order++, happen, cancelled: false };
      push(heap, entry);
      return {
        cancel() {
          entry.cancelled = true;
        },
      };
    },
    run(enough = () => false) {
      while (!enough()) {
        const entry = pop(heap);
        if (!entry) return;
        if (entry.cancelled) continue;
        nowMs = entry.atMs;
        entry.happen();
      }
    },
  };
}

const before = (a: Entry, b: Entry) => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);

function push(heap: Entry[], entry: Entry): void {
  let at = heap.length;
  heap.push(entry);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!before(entry, heap[parent]!)) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): Entry | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || first === last) return first;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
    if (!before(heap[child]!, last)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
  return first;
}
