import type { Example } from '../contract/policy.ts';
import type { Trace } from '../contract/trace.ts';
import type { Review } from './review.ts';

/** What an episode came to. */
export interface Finished {
  readonly trace: Trace;
  readonly reviews: readonly Review[];
  readonly examples: readonly Example[];
}

/** Hands out episodes by their place, from 0 on, whatever ended first. */
export class InOrder {
  readonly #handOut: (finished: Finished) => void;
  readonly #waiting = new Map<number, Finished>();
  #next = 0;

  constructor(handOut: (finished: Finished) => void) {
    this.#handOut = handOut;
  }

  /** How many were handed out. */
  get done(): number {
    return this.#next;
  }

  add(order: number, finished: Finished): void {
    this.#waiting.set(order, finished);
    for (let next = this.#waiting.get(this.#next); next; next = this.#waiting.get(this.#next)) {
      this.#waiting.delete(this.#next++);
      this.#handOut(next);
    }
  }
}
