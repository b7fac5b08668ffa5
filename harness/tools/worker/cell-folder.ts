import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../runner/exit-code.ts';
import { onDisk } from '../../runner/failure.ts';
import { type Fingerprint, fingerprintDifferences } from '../../runner/fingerprint.ts';
import { readRun } from '../../runner/open-run.ts';

/** What decides the results of a sweep, as far as it is known before its data are read. */
export type SweepFingerprint = Omit<Fingerprint, 'datasetHash'>;

const SWEEP = 'sweep.json';
/** Attempts are made here: a glob such as `cells/*` does not name it. */
const ATTEMPTS = '.attempts';

/**
 * The folder in which the workers of a sweep leave their results, one run folder a cell. It is the truth about what is
 * done: a result is there whole or not at all, and the first one stays. The queue may lose all that it knows.
 */
export class CellFolder {
  /** Of the queue that belongs to this folder. */
  readonly queue: string;
  readonly #path: string;

  /** Opens the folder, which is made where there is none. Throws: `UsageError` where it is of another sweep. */
  constructor(path: string, fingerprint: SweepFingerprint) {
    this.#path = path;
    const found = onDisk(path, () => describe(path, fingerprint));
    const different = fingerprintDifferences(found.fingerprint, fingerprint);
    if (different.length > 0)
      throw new UsageError(`${path} holds cells of another sweep (${different.join('; ')}): choose another --out.`);
    this.queue = found.queue;
  }

  /** Those of the cells that have no result. */
  missing(ids: readonly string[]): string[] {
    const there = new Set(readdirSync(this.#path));
    return ids.filter((id) => !there.has(id));
  }

  has(id: string): boolean {
    return existsSync(join(this.#path, id, 'run.json'));
  }

  /** The name of a folder for one attempt at a cell. */
  attemptAt(id: string): string {
    return join(this.#path, ATTEMPTS, `${id}-${process.pid}-${randomBytes(6).toString('hex')}`);
  }

  /** Makes a finished run the result of a cell, unless it has one. Throws: where the run has not ended. */
  keep(id: string, attempt: string): void {
    if (!readRun(attempt).finished) throw new Error(`${attempt} has not ended.`);
    try {
      onDisk(this.#path, () => renameSync(attempt, join(this.#path, id)));
    } catch (error) {
      if (!this.has(id)) throw error;
      this.discard(attempt);
    }
  }

  /** Leaves it where it cannot be removed: an attempt is no result. */
  discard(attempt: string): void {
    try {
      rmSync(attempt, { recursive: true, force: true });
    } catch {
      // Such as where a worker that lost its lease still writes there.
    }
  }

  /** Once every cell has a result, what workers that were killed have left is of no use. */
  discardAttempts(): void {
    this.discard(join(this.#path, ATTEMPTS));
  }
}

interface Description {
  readonly queue: string;
  readonly fingerprint: SweepFingerprint;
}

/** What stands in the folder; of several that begin at once, one describes it. */
function describe(path: string, fingerprint: SweepFingerprint): Description {
  mkdirSync(path, { recursive: true });
  const file = join(path, SWEEP);
  if (!existsSync(file)) {
    if (readdirSync(path).some((name) => !name.startsWith(SWEEP)))
      throw new UsageError(`${path} is not empty and holds no cells of a sweep: choose another --out.`);
    const own: Description = { queue: randomBytes(8).toString('hex'), fingerprint };
    const temporary = `${file}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
    writeFileSync(temporary, `${JSON.stringify(own, null, 2)}\n`, { flag: 'wx', flush: true });
    try {
      linkSync(temporary, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(temporary, { force: true });
    }
  }
  try {
    const found = JSON.parse(readFileSync(file, 'utf8')) as Partial<Description>;
    if (typeof found.queue === 'string' && found.fingerprint) return found as Description;
  } catch {
    // Said below.
  }
  throw new UsageError(`${file} is not as a worker writes it: choose another --out.`);
}
