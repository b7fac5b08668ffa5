import type { Awaitable, Environment } from '../contract/environment.ts';
import { closeQuietly } from './running-episode.ts';

/** The desks of a run: as many as were needed at a time, used again from episode to episode. */
export class DeskPool {
  readonly #openOne: () => Awaitable<Environment>;
  readonly #open = new Set<Environment>();
  readonly #idle: Environment[] = [];
  #closed = false;

  constructor(openOne: () => Awaitable<Environment>) {
    this.#openOne = openOne;
  }

  /** One that no episode uses, or a new one. */
  take(): Awaitable<Environment> {
    return this.#idle.pop() ?? this.openNew();
  }

  openNew(): Awaitable<Environment> {
    const desk = this.#openOne();
    return desk instanceof Promise ? desk.then((opened) => this.#keep(opened)) : this.#keep(desk);
  }

  giveBack(desk: Environment): void {
    this.#idle.push(desk);
  }

  /** Closes one that is used no more, once. */
  async drop(desk: Environment): Promise<void> {
    if (this.#open.delete(desk)) await closeQuietly(desk);
  }

  /** Closes all; one that opens later is closed at once. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#open].map((desk) => this.drop(desk)));
  }

  #keep(desk: Environment): Environment {
    this.#open.add(desk);
    if (this.#closed) void this.drop(desk);
    return desk;
  }
}
