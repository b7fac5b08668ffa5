import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../contract/atomic-write.ts';
import { UsageError } from './exit-code.ts';
import { onDisk } from './failure.ts';
import { type Fingerprint, fingerprintDifferences } from './fingerprint.ts';
import type { Json } from './run-info.ts';
import { type LockOwner, type Processes, takeLock } from './run-lock.ts';
import { closeOnStop } from './stop-signals.ts';
import { TraceStore } from './traces/trace-store.ts';

const RUN = 'run.json';
const LOCK = 'run.lock';
/** Names that `writeFileAtomic` and the lock give to what they have not finished; nobody else's. */
const UNFINISHED = /\.\d+-[0-9a-f]{12}\.tmp$/;

/** What a run is: `fingerprint` decides its results, `record` is for readers only (date, machine, commit). */
export interface RunDescription {
  readonly fingerprint: Fingerprint;
  readonly record: { readonly [name: string]: Json };
}

/** A run that is under way. */
export interface Run {
  readonly store: TraceStore;
  /** What was found amiss in the folder and mended, each in a sentence. */
  readonly mended: readonly string[];
  /** Writes one of the run's files, whole or not at all. */
  write(name: string, data: string | Uint8Array): void;
  /** Ends the run. One that is not complete can be gone on with: crashed episodes are then played again. */
  finish(complete: boolean): void;
  /** Leaves the run to be gone on with later. */
  close(): void;
}

/**
 * Opens the folder of a run: a new or an empty one, or that of the same run interrupted or incomplete, which then goes
 * on. A signal closes it. Throws: `UsageError` where the folder is in use, or holds a finished run, another one or
 * anything else; `MachineError` where the disk refuses it.
 */
export function openRun(path: string, description: RunDescription, processes?: Processes): Run {
  onDisk(path, () => mkdirSync(path, { recursive: true }));
  if (!existsSync(join(path, RUN)) && readdirSync(path).some((name) => !isOurs(name)))
    throw new UsageError(`${path} is not empty and holds no run: choose another --out.`);
  const lock = takeLock(join(path, LOCK), processes);
  try {
    return openLocked(path, description, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function openLocked(path: string, description: RunDescription, lock: ReturnType<typeof takeLock>): Run {
  const write = (name: string, data: string | Uint8Array) => {
    const file = join(path, name);
    onDisk(file, () => writeFileAtomic(file, data));
  };
  const leftovers = readdirSync(path).filter((name) => UNFINISHED.test(name));
  for (const name of leftovers) onDisk(path, () => rmSync(join(path, name), { force: true }));
  const attempts = attemptsIn(path, description.fingerprint);
  const describe = (finished: boolean) =>
    write(
      RUN,
      `${JSON.stringify({ fingerprint: description.fingerprint, finished, attempts: [...attempts, description.record] }, null, 2)}\n`,
    );
  describe(false);
  const store = new TraceStore(path);
  const end = (work: () => void) => {
    ignoreStops();
    try {
      work();
    } finally {
      lock.release();
    }
  };
  const close = () => end(() => store.close());
  const ignoreStops = closeOnStop(close);
  const finish = (complete: boolean) =>
    end(() => {
      store.finish();
      if (complete) describe(true);
    });
  return {
    store,
    mended: [...lockNotes(lock.broken), ...leftoverNotes(leftovers), ...store.mended],
    write,
    finish,
    close,
  };
}

/** Records of earlier attempts at the run. Throws: where the folder holds one that cannot be gone on with. */
function attemptsIn(path: string, fingerprint: Fingerprint): Json[] {
  const file = join(path, RUN);
  if (!existsSync(file)) return [];
  const found = readRun(file);
  const different = fingerprintDifferences(found.fingerprint, fingerprint);
  if (different.length > 0)
    throw new UsageError(`${path} holds another run (${different.join('; ')}): choose another --out.`);
  if (found.finished) throw new UsageError(`${path} holds a run that is finished: choose another --out.`);
  return found.attempts;
}

function readRun(file: string): { fingerprint: unknown; finished: boolean; attempts: Json[] } {
  try {
    const { fingerprint, finished, attempts } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    if (typeof finished === 'boolean' && Array.isArray(attempts)) return { fingerprint, finished, attempts };
  } catch {
    // Said below.
  }
  throw new UsageError(`${file} is not a run's description: choose another --out.`);
}

/** Of a run that began this instant, or was killed as it began. */
const isOurs = (name: string) => name === RUN || name.startsWith(LOCK) || UNFINISHED.test(name);

function lockNotes(owner: LockOwner | null): string[] {
  return owner === null ? [] : [`The lock of process ${owner.pid} (since ${owner.since}), which is gone, was broken.`];
}

function leftoverNotes(names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`Left unfinished by an earlier kill and deleted: ${names.join(', ')}.`];
}
