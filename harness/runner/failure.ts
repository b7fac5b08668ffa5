import { printableLine } from '../contract/printable.ts';
import { EXIT, type ExitCode, MachineError } from './exit-code.ts';

/** How a process that failed ends: with what code, and saying what. */
export interface Failure {
  readonly code: ExitCode;
  readonly text: string;
}

/** What the operating system refuses, and what to do about it. */
const REFUSALS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: free some space, or choose another folder',
  EDQUOT: 'the disk quota is used up: free some space, or choose another folder',
  EROFS: 'the file system is read-only: choose another folder',
  EACCES: 'this user may not do that: change its permissions, or choose another folder',
  EPERM: 'this user may not do that: change its permissions, or choose another folder',
  EMFILE: 'too many files are open: raise the limit (ulimit -n), or lower --jobs',
  ENFILE: 'too many files are open on this machine: end other programs',
  ENOMEM: 'the memory is used up: end other programs, or ask for fewer --sessions',
  ENOENT: 'a file or folder is not there: see whether something removed it while the run went on',
  EIO: 'the disk does not answer: check it',
};
const REMEDY_ELSE = 'see whether the machine is well, and start the command again';

/** Whose fault an error is, and one sentence for it. A fault of the program says so, with what a report of it needs. */
export function describeFailure(error: unknown, command: string): Failure {
  if (!(error instanceof Error)) return bug(new Error(String(error)), command);
  // By name: errors of rooms that do not know the runner are of classes of their own.
  if (error.name === 'UsageError' || error.name === 'FormatError') return failureOf(EXIT.usage, error.message);
  if (error.name === 'MachineError' || error.name === 'InfrastructureError')
    return failureOf(EXIT.incomplete, error.message);
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (code !== undefined && syscall !== undefined)
    return failureOf(
      EXIT.incomplete,
      `${syscall}${path === undefined ? '' : ` ${path}`}: ${REFUSALS[code] ?? REMEDY_ELSE} (${code}).`,
    );
  return bug(error, command);
}

/**
 * Does work on a run's files. Throws: `MachineError` where the system refuses it, naming the file and what to do; what
 * stands there by then can be gone on with.
 */
export function onDisk<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw error;
    throw new MachineError(
      `${path}: ${REFUSALS[code] ?? REMEDY_ELSE} (${code}). What was played is kept: the same command with this --out goes on.`,
      { cause: error },
    );
  }
}

const failureOf = (code: ExitCode, message: string): Failure => ({ code, text: `error: ${printableLine(message)}` });

function bug(error: Error, command: string): Failure {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    code: EXIT.bug,
    text: [
      `error: this is a bug in Deskbench, not a fault of your data or options: ${printableLine(error.message)}`,
      'Please report these lines to those who keep this copy of it, with the log where you may share it. The command that replays it:',
      `  ${printableLine(command)}`,
      ...frames.map(printableLine),
    ].join('\n'),
  };
}
