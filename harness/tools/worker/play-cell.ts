import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EXIT, MachineError } from '../../runner/exit-code.ts';

const CLI = join(import.meta.dirname, '..', '..', 'cli.ts');
const WITH_WORKER = pathToFileURL(join(import.meta.dirname, 'with-worker-child.mjs')).href;
/** Enough of what a process says last to hold its error. */
const KEPT_CHARACTERS = 4_000;

/**
 * Runs a command of the bench in a process of its own, so that the worker can renew its lease while models are trained,
 * and outlives a crash of it. Throws: `MachineError` with the reason where the command failed.
 */
export async function runBench(args: readonly string[], stop: AbortSignal): Promise<void> {
  const { DESKBENCH_QUEUE: _, ...env } = process.env;
  // The child loads its files as this process does: what started us is handed on.
  const child = fork(CLI, args, {
    env,
    execArgv: [...process.execArgv, '--import', WITH_WORKER],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-KEPT_CHARACTERS);
  });
  const kill = () => void child.kill('SIGKILL');
  stop.addEventListener('abort', kill, { once: true });
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  stop.removeEventListener('abort', kill);
  if (code === EXIT.good) return;
  const reason = reasonIn(said) ?? `it ended ${signal === null ? `with exit code ${code}` : `by ${signal}`}`;
  throw new MachineError(reason);
}

/** The first line of the error that a command ended with; null where it said none. */
function reasonIn(said: string): string | null {
  const [, reason = null] = /(?:^|\n)error: ([^\n]*)/.exec(said) ?? [];
  return reason;
}
