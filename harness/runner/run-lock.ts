import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { UsageError } from './exit-code.ts';
import { wallClockDate, wallClockMs } from './wall-clock.ts';

/** Who holds a lock. */
export interface LockOwner {
  readonly pid: number;
  /** Name of the machine; in a container, of its processes too. */
  readonly host: string;
  /**
   * When that process began, as its system counts; a process that has the number now but began at another time is not
   * the owner. Null: not to be known there.
   */
  readonly began: string | null;
  readonly since: string;
}

/** What a process that may be alive says of itself. Another one in tests. */
export interface Processes {
  readonly pid: number;
  readonly host: string;
  /** When the process began; null where it is not to be known, undefined where there is no such process. */
  began(pid: number): string | null | undefined;
}

export interface RunLock {
  /** Who held a lock that was broken, as its process is gone; null where there was none. */
  readonly broken: LockOwner | null;
  release(): void;
}

/** Another process has the lock. */
export class LockHeldError extends UsageError {
  /** Whether that is known: the process is one of this machine, and lives. */
  readonly isHere: boolean;

  constructor(message: string, isHere: boolean) {
    super(message);
    this.isHere = isHere;
  }
}

const WAIT_MS = 5;
const wait = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MS);
const MOST_WAITS = 400;

/**
 * Takes a lock file, so that a folder has one writer at a time; of several that start at once one gets it. A lock whose
 * owner is gone is removed under a lock of its own, so that nobody removes the one that takes its place. Throws:
 * `LockHeldError` where another process holds it; the file system's error.
 */
export function takeLock(path: string, processes: Processes = ownSystem): RunLock {
  let broken: LockOwner | null = null;
  for (let waits = 0; ; waits++) {
    const own = create(path, processes);
    if (own !== null) return { broken, release: () => release(path, own) };
    const text = readText(path);
    if (text === null) continue;
    const owner = ownerIn(text);
    if (owner === null || mayBeAlive(owner, processes)) throw held(path, owner, processes);
    try {
      const breaking = takeLock(`${path}.break`, processes);
      if (readText(path) === text) {
        rmSync(path);
        broken = owner;
      }
      breaking.release();
    } catch (error) {
      // Somebody else is breaking it, which takes an instant.
      if (!(error instanceof LockHeldError) || waits >= MOST_WAITS) throw error;
      wait();
    }
  }
}

/** Takes a lock that others hold for an instant only, waiting for its turn. Throws: as `takeLock`, where it waits for longer. */
export function waitForLock(path: string, mostMs: number): RunLock {
  for (const until = wallClockMs() + mostMs; ; )
    try {
      return takeLock(path);
    } catch (error) {
      if (!(error instanceof LockHeldError) || wallClockMs() >= until) throw error;
      wait();
    }
}

/** Makes the file with all that it says, or not at all. Null: it is there. */
function create(path: string, { pid, host, began }: Processes): string | null {
  const owner: LockOwner = { pid, host, began: began(pid) ?? null, since: wallClockDate() };
  const text = `${JSON.stringify({ ...owner, token: randomBytes(6).toString('hex') })}\n`;
  const temporary = `${path}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
  writeFileSync(temporary, text, { flag: 'wx', flush: true });
  try {
    linkSync(temporary, path);
    return text;
  } catch (error) {
    // Not there: who holds the lock has cleaned the folder meanwhile.
    if (['EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function release(path: string, own: string): void {
  if (readText(path) === own) rmSync(path, { force: true });
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function ownerIn(text: string): LockOwner | null {
  try {
    const { pid, host, began, since } = JSON.parse(text) as Partial<LockOwner>;
    if (pid === undefined || host === undefined || began === undefined || since === undefined) return null;
    return { pid, host, began, since };
  } catch {
    return null;
  }
}

/** Of a process elsewhere nothing is known. */
function mayBeAlive({ pid, host, began }: LockOwner, processes: Processes): boolean {
  if (host !== processes.host) return true;
  const now = processes.began(pid);
  return now !== undefined && (now === null || began === null || now === began);
}

function held(path: string, owner: LockOwner | null, { host }: Processes): LockHeldError {
  if (owner === null)
    return new LockHeldError(`${path} does not say who holds it: if nobody uses it, delete it.`, false);
  const who = `process ${owner.pid} on ${owner.host} since ${owner.since}`;
  const isHere = owner.host === host;
  const remedy = isHere ? 'wait until it has ended' : 'if it has ended, delete the file';
  return new LockHeldError(`${path} is held by ${who}: ${remedy}.`, isHere);
}

const ownSystem: Processes = { pid: process.pid, host: hostOfProcess(), began: whenBegan };

/** The machine's name and, where there is one, the space that its process numbers belong to. */
function hostOfProcess(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

function whenBegan(pid: number): string | null | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The 22nd field; the second may hold spaces and brackets.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${ticks}`;
  } catch {
    try {
      process.kill(pid, 0);
      return null;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ESRCH' ? undefined : null;
    }
  }
}
