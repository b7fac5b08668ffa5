import type { Clock, Timer } from '../../harness/contract/clock.ts';

/** A clock together with what drives it. */
export interface VirtualClock extends Clock {
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
