import { type Comparison, inWords, shardOf } from '../../bench/sweep/plan.ts';
import { MachineError } from '../../runner/exit-code.ts';
import { fingerprintDifferences } from '../../runner/fingerprint.ts';
import { readRun } from '../../runner/open-run.ts';
import { printAside } from '../../runner/output.ts';
import type { Json } from '../../runner/run-info.ts';
import { messageOf } from '../../shared/message-of.ts';
import type { CellFolder, SweepFingerprint } from './cell-folder.ts';
import type { JobQueue } from './job-queue.ts';
import { runBench } from './play-cell.ts';

/** After so many different cells that failed one after the other, the machine is at fault rather than they. */
const MOST_FAILURES_IN_A_ROW = 3;

interface CellPlayerRequest {
  /** Of `bench sweep`, the same for all cells. */
  readonly options: readonly string[];
  /** All comparisons of the sweep: each is a cell. */
  readonly all: readonly Comparison[];
  readonly fingerprint: SweepFingerprint;
  readonly cells: CellFolder;
  readonly queue: JobQueue;
  readonly stop: AbortSignal;
}

/** What one worker does: it plays the cells that it gets, each as a shard of its own. */
export class CellPlayer {
  /** How many cells have their result from here. */
  played = 0;
  readonly #request: CellPlayerRequest;
  readonly #ids: readonly string[];
  readonly #failedInARow = new Set<string>();
  readonly #leaving = new AbortController();
  readonly #stop: AbortSignal;

  constructor(request: CellPlayerRequest) {
    this.#request = request;
    this.#ids = request.all.map(({ id }) => id);
    this.#stop = AbortSignal.any([request.stop, this.#leaving.signal]);
  }

  /** Works until every cell has a result or is dead, until a stop, or until too many cells have failed here. */
  async work(): Promise<void> {
    const { cells, queue } = this.#request;
    await queue.submit(cells.missing(this.#ids));
    await queue.work({
      perform: (id) => this.#perform(id),
      isOver: async () => {
        const missing = cells.missing(this.#ids);
        if (missing.length === 0) return true;
        const dead = await queue.dead();
        if (missing.every((id) => dead.has(id))) return true;
        await queue.submit(missing);
        return false;
      },
      stop: this.#stop,
    });
  }

  async #perform(id: string): Promise<void> {
    const { options, all, cells } = this.#request;
    if (cells.has(id)) return;
    const cell = all.find((one) => one.id === id);
    if (!cell) throw new Error(`The plan has no cell ${id}.`);
    const attempt = cells.attemptAt(id);
    printAside(
      `${all.length - cells.missing(this.#ids).length} of ${all.length} have a result; next: ${inWords(cell)}`,
    );
    try {
      await runBench(['sweep', ...options, '--shard', shardOption(all, id), '--out', attempt], this.#stop);
      this.#check(id, attempt);
      cells.keep(id, attempt);
      this.#failedInARow.clear();
      this.played++;
    } catch (error) {
      cells.discard(attempt);
      // Another worker has finished it meanwhile.
      if (cells.has(id)) return;
      if (!this.#stop.aborted) this.#noteFailure(id, error);
      throw error;
    }
  }

  /** Throws: `MachineError` where plan or code were changed since the worker began. */
  #check(id: string, attempt: string): void {
    const { all, fingerprint } = this.#request;
    const shard = { ...shardOf(all, id) } as Json;
    const expected = { ...fingerprint, settings: { ...fingerprint.settings, shard } };
    const different = fingerprintDifferences(readRun(attempt).fingerprint, expected);
    if (different.length > 0)
      throw new MachineError(`it changed while the worker ran (${different.join('; ')}): start the worker again`);
  }

  #noteFailure(id: string, error: unknown): void {
    printAside(`Cell ${id} failed: ${messageOf(error)}`);
    this.#failedInARow.add(id);
    if (this.#failedInARow.size >= MOST_FAILURES_IN_A_ROW) this.#leaving.abort();
  }
}

/** A cell as `--shard` names it. */
export function shardOption(all: readonly Comparison[], id: string): string {
  const { index, count } = shardOf(all, id);
  return `${index}/${count}`;
}
