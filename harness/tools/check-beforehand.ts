import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { requireReader } from '../bench/models/recipes.ts';
import { MachineError, UsageError } from '../runner/exit-code.ts';
import { printAside } from '../runner/output.ts';
import { messageOf } from '../shared/message-of.ts';

/** Options that more than one command has, as far as they can be judged without any data. */
interface CommonOptions {
  readonly out?: string;
  readonly port?: number;
  readonly driver?: string;
  readonly browser?: string;
  readonly browserSessions?: number;
  readonly logs?: string;
  readonly seed?: string;
  readonly list?: boolean;
  readonly policy?: string;
  readonly critic?: string;
  readonly critics?: string;
  readonly encoder?: string;
}

/**
 * Judges what options and the machine alone decide, before anything is loaded or trained: the folder to write to, the port,
 * the browser. Then says what begins, so that no run starts in silence.
 *
 * Throws: `UsageError` and `MachineError`, one sentence with its remedy.
 */
export async function checkBeforehand(command: Command): Promise<void> {
  const options = command.opts<CommonOptions>();
  if (options.encoder !== undefined && options.policy !== undefined) {
    // Where critics are compared, any of them may read it.
    const compares = command.options.some(({ long }) => long === '--critics');
    await requireReader(options.policy, compares ? (options.critics ?? null) : options.critic);
  }
  // It needs nothing that a run needs.
  if (options.list) return;
  const isFile = command.options.some(({ flags }) => flags === '--out <file>');
  if (options.out !== undefined && isFile) requireWritableFile(options.out);
  else if (options.out !== undefined) requireWritable('--out', options.out);
  if (options.port !== undefined) await requireFreePort(options.port);
  // Where the browser is a choice of --driver alone, the option says only how much of it is compared.
  const asked =
    ['headline', 'replay'].includes(command.name()) &&
    command.getOptionValueSource('browserSessions') === 'cli' &&
    (options.browserSessions ?? 0) > 0;
  const byDefault = command.name() === 'headline' && options.browserSessions !== 0;
  if (options.driver === 'browser' || asked || byDefault) await requireBrowser(command, options);
  if (['--seed', '--logs'].every((name) => command.options.some(({ long }) => long === name)))
    printAside(`${command.name()}: begins with ${options.logs ?? 'the synthetic sessions'}, seed ${options.seed}.`);
}

/** How often a folder is tried that others, who begin at the same moment, make and take away. */
const TRIALS = 20;

/**
 * Tries to write where a run will write. Leaves nothing behind, and no folder that was not there, but for what others have
 * put there meanwhile.
 */
export function requireWritable(option: string, folder: string): void {
  for (let trial = 1; ; trial++) {
    try {
      tryWriting(folder);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if ((code !== 'ENOENT' && code !== 'EEXIST') || trial === TRIALS)
        throw refusal(`${option} ${folder}`, error as NodeJS.ErrnoException);
    }
  }
}

function tryWriting(folder: string): void {
  const missing = missingFolders(resolve(folder));
  const made: string[] = [];
  try {
    if (missing.length === 0 && !statSync(folder).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
    // One by one: a recursive mkdir never ends where a file system makes no folders, as /proc.
    for (const path of missing) {
      mkdirSync(path);
      made.unshift(path);
    }
    const probe = join(folder, `.probe-${randomBytes(6).toString('hex')}`);
    try {
      writeFileSync(probe, 'x');
    } finally {
      // A full disk may leave it there, empty.
      rmSync(probe, { force: true });
    }
  } finally {
    for (const path of made) removeEmpty(path);
  }
}

/** Removes a folder that nobody has begun to use. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It is somebody's.
  }
}

function requireWritableFile(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`--out ${path}: it is a folder; name a file.`);
  requireWritable('--out', dirname(path));
}

/** The folders on the way that are not there, the outermost first. */
function missingFolders(folder: string): string[] {
  if (existsSync(folder)) return [];
  const parent = dirname(folder);
  return parent === folder ? [folder] : [...missingFolders(parent), folder];
}

function refusal(where: string, error: NodeJS.ErrnoException): Error {
  switch (error.code) {
    case 'ENOTDIR':
    case 'EEXIST':
      return new UsageError(`${where}: a file is in the way; choose another folder.`);
    case 'EACCES':
    case 'EPERM':
      return new UsageError(`${where}: this user may not write there; choose another folder, or change permissions.`);
    case 'EROFS':
      return new UsageError(`${where}: its file system is read-only; choose another folder.`);
    case 'ENOSPC':
    case 'EDQUOT':
      return new MachineError(`${where}: the disk is full; free some space, or choose another folder.`);
    default:
      return new UsageError(`${where}: cannot be written to (${error.code ?? error.message}); choose another folder.`);
  }
}

/** Throws: `UsageError` where another program has the port, or this user may not have it. */
async function requireFreePort(port: number): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((done, fail) => {
      server.once('error', fail);
      server.listen(port, '127.0.0.1', done);
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'it is taken' : code === 'EACCES' ? 'this user may not use it' : String(code);
    throw new UsageError(`--port ${port}: ${why}; choose another, or leave the option out for any free one.`);
  } finally {
    await new Promise<void>((done) => server.close(() => done()));
  }
}

/** Finds a browser, or installs one, and starts it once. */
async function requireBrowser(command: Command, { browser, driver }: CommonOptions): Promise<void> {
  const { resolveBrowser } = await import('../../simulators/desk/browser/launch.ts');
  const without =
    driver === 'browser' ? ', or work without one: --driver in-process' : ', or play without one: --browser-sessions 0';
  try {
    await resolveBrowser({ browser, onLine: printAside });
  } catch (error) {
    throw new MachineError(`${messageOf(error).replace(/[.\s]+$/, '')}${command.name() === 'browser' ? '' : without}.`);
  }
}
