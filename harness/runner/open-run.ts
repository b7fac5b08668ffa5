import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../contract/atomic-write.ts';
import { UsageError } from './exit-code.ts';
import { onDisk } from './failure.ts';
import { type Fingerprint, fingerprintDifferences, valueDifferences } from './fingerprint.ts';
import type { Json } from './run-info.ts';
import { LockHeldError, type LockOwner, type Processes, type RunLock, takeLock } from './run-lock.ts';
import { closeOnStop } from './stop-signals.ts';
import { TraceStore } from './traces/trace-store.ts';
import { wallClockMs } from './wall-clock.ts';

const RUN = 'run.json';
const LOCK = 'run.lock';
/** Names that `writeFileAtomic` and the lock give to what they have not finished; nobody else's. */
const UNFINISHED = /\.\d+-[0-9a-f]{12}\.tmp$/;

/** What a run is: `fingerprint` decides its results, `record` is for readers only (date, machine, commit). */
export interface RunDescription {
  readonly fingerprint: Fingerprint;
  readonly record: { readonly [name: string]: Json };
}

/** What is deployed in a run: which model, where it is known, and what it really runs on. */
interface DeployedModel {
  readonly fingerprint: string | null;
  readonly provider: string;
}

/** A run that is under way. */
export interface Run {
  readonly path: string;
  /** The episodes of the run; the files are made when they are first asked for. */
  readonly store: TraceStore;
  /** What was found amiss in the folder and mended, each in a sentence. */
  readonly mended: readonly string[];
  /** Notes a model that the run deploys. Throws: `UsageError` where the same run, interrupted, had another. */
  deploys(name: string, model: DeployedModel): void;
  /** The same of many, in one write. */
  deploysAll(models: Iterable<readonly [name: string, model: DeployedModel]>): void;
  /** Ends the run. One that is not complete can be gone on with: crashed episodes are then played again. */
  finish(complete: boolean): void;
  /** Leaves the run to be gone on with later. */
  close(): void;
}

/** Whether a run stands in the folder, whatever became of it. */
export const holdsRun = (path: string): boolean => existsSync(join(path, RUN));

/** What is known of a run before its data are read. */
export type ExpectedRun = Partial<Fingerprint>;

/**
 * Throws: `UsageError` where the folder can be neither that of a new run nor that of this one, interrupted, as far as
 * that is known. Changes nothing.
 */
export function checkRunFolder(path: string, expected: ExpectedRun): void {
  if (!existsSync(path)) return;
  if (holdsRun(path)) goOnWith(path, expected);
  else if (readdirSync(path).some((name) => !isOurs(name)))
    throw new UsageError(`${path} is not empty and holds no run: choose another --out.`);
}

/**
 * Opens the folder of a run: a new or an empty one, or that of the same run interrupted or incomplete, which then goes
 * on. A signal closes it. Throws: `UsageError` where the folder is in use, or holds a finished run, another one or
 * anything else; `MachineError` where the disk refuses it.
 */
export function openRun(path: string, description: RunDescription, processes?: Processes): Run {
  checkRunFolder(path, description.fingerprint);
  onDisk(path, () => mkdirSync(path, { recursive: true }));
  const lock = onDisk(path, () => lockFolder(path, processes));
  try {
    return new LockedRun(path, description, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function lockFolder(path: string, processes: Processes | undefined): RunLock {
  try {
    return takeLock(join(path, LOCK), processes);
  } catch (error) {
    if (!(error instanceof LockHeldError)) throw error;
    throw new LockHeldError(`${error.message.replace(/\.$/, '')}, or choose another --out.`, error.isHere);
  }
}

class LockedRun implements Run {
  readonly path: string;
  readonly #description: RunDescription;
  readonly #lock: RunLock;
  readonly #beganMs = wallClockMs();
  /** Those before this one. */
  readonly #attempts: readonly Json[];
  readonly #models: Map<string, DeployedModel>;
  readonly #mended: readonly string[];
  readonly #ignoreStops: () => void;
  #store: TraceStore | null = null;

  constructor(path: string, description: RunDescription, lock: RunLock) {
    this.path = path;
    this.#description = description;
    this.#lock = lock;
    const leftovers = readdirSync(path).filter((name) => UNFINISHED.test(name));
    for (const name of leftovers) onDisk(path, () => rmSync(join(path, name), { force: true }));
    const before = existsSync(join(path, RUN)) ? goOnWith(path, description.fingerprint) : null;
    this.#attempts = before?.attempts ?? [];
    this.#models = new Map(Object.entries(before?.models ?? {}));
    this.#mended = [...lockNotes(lock.broken), ...leftoverNotes(leftovers)];
    this.#describe(false);
    this.#ignoreStops = closeOnStop(() => this.close());
  }

  get store(): TraceStore {
    this.#store ??= new TraceStore(this.path);
    return this.#store;
  }

  get mended(): readonly string[] {
    return [...this.#mended, ...(this.#store?.mended ?? [])];
  }

  deploys(name: string, model: DeployedModel): void {
    this.deploysAll([[name, model]]);
  }

  deploysAll(models: Iterable<readonly [name: string, model: DeployedModel]>): void {
    const before = this.#models.size;
    for (const [name, model] of models) {
      const known = this.#models.get(name);
      const different = known ? valueDifferences(`models.${name}`, { ...known }, { ...model }) : [];
      if (different.length > 0) throw anotherRun(this.path, different);
      if (!known) this.#models.set(name, model);
    }
    if (this.#models.size > before) this.#describe(false);
  }

  finish(complete: boolean): void {
    this.#end(() => {
      this.#store?.finish();
      this.#describe(complete, { seconds: Math.round((wallClockMs() - this.#beganMs) / 100) / 10 });
    });
  }

  close(): void {
    this.#end(() => this.#store?.close());
  }

  #end(work: () => void): void {
    this.#ignoreStops();
    try {
      work();
    } finally {
      this.#lock.release();
    }
  }

  /** `more`: what is known of this attempt when it ends. */
  #describe(finished: boolean, more: { readonly seconds?: number } = {}): void {
    const { fingerprint } = this.#description;
    const attempts = [...this.#attempts, { ...this.#description.record, ...more }];
    const text = { fingerprint, models: Object.fromEntries(this.#models), finished, attempts };
    const file = join(this.path, RUN);
    onDisk(file, () => writeFileAtomic(file, `${JSON.stringify(text, null, 2)}\n`));
  }
}

/** What `run.json` holds. */
export interface RunFile {
  readonly fingerprint: unknown;
  readonly models: Readonly<Record<string, DeployedModel>>;
  readonly finished: boolean;
  readonly attempts: readonly Json[];
}

/** The run that stands in the folder, to go on with. Throws: where it cannot be gone on with. */
function goOnWith(path: string, expected: ExpectedRun): RunFile {
  const found = readRun(path);
  const different = fingerprintDifferences(found.fingerprint, expected);
  if (different.length > 0) throw anotherRun(path, different);
  if (found.finished) throw new UsageError(`${path} holds a run that is finished: choose another --out.`);
  return found;
}

/** Throws: `UsageError` where the folder holds no run. */
export function readRun(path: string): RunFile {
  const file = join(path, RUN);
  try {
    const { fingerprint, models, finished, attempts } = JSON.parse(readFileSync(file, 'utf8')) as Partial<RunFile>;
    if (typeof finished === 'boolean' && Array.isArray(attempts) && models)
      return { fingerprint, models, finished, attempts };
  } catch {
    // Said below.
  }
  throw new UsageError(`${file} is not a run's description: choose another folder.`);
}

const anotherRun = (path: string, different: readonly string[]) =>
  new UsageError(`${path} holds another run (${different.join('; ')}): choose another --out.`);

/** Of a run that began this instant, or was killed as it began. */
const isOurs = (name: string) => name === RUN || name.startsWith(LOCK) || UNFINISHED.test(name);

function lockNotes(owner: LockOwner | null): string[] {
  return owner === null ? [] : [`The lock of process ${owner.pid} (since ${owner.since}), which is gone, was broken.`];
}

function leftoverNotes(names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`Left unfinished by an earlier kill and deleted: ${names.join(', ')}.`];
}
