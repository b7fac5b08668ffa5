import type { JobQueue, Work } from '../job-queue.ts';

/** A queue of one worker, in memory: a job is tried so often, then dead. */
export class QueueInMemory implements JobQueue {
  readonly submitted: (readonly string[])[] = [];
  readonly tried: string[] = [];
  closed = false;
  readonly #attempts: number;
  readonly #waiting: string[] = [];
  readonly #dead = new Map<string, string>();
  readonly #failures = new Map<string, number>();

  constructor(attempts = 1) {
    this.#attempts = attempts;
  }

  async submit(ids: readonly string[]): Promise<void> {
    this.submitted.push(ids);
    for (const id of ids) if (!this.#waiting.includes(id) && !this.#dead.has(id)) this.#waiting.push(id);
  }

  async work({ perform, isOver, stop }: Work): Promise<void> {
    while (!stop.aborted) {
      const id = this.#waiting.shift();
      if (id === undefined) {
        if (await isOver()) return;
        continue;
      }
      this.tried.push(id);
      await perform(id).catch((error: Error) => this.#failed(id, error));
    }
  }

  #failed(id: string, { message }: Error): void {
    const failures = (this.#failures.get(id) ?? 0) + 1;
    this.#failures.set(id, failures);
    if (failures < this.#attempts) this.#waiting.push(id);
    else this.#dead.set(id, message);
  }

  async dead(): Promise<ReadonlyMap<string, string>> {
    return this.#dead;
  }

  async forgetDead(): Promise<void> {
    this.#dead.clear();
  }

  close(): void {
    this.closed = true;
  }
}
