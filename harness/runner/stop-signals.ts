import { EXIT } from './exit-code.ts';
import { describeFailure } from './failure.ts';
import { printAside } from './output.ts';

/** Exit codes of a process that a signal ended, as shells have them. */
const CODES = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated, SIGHUP: EXIT.hungUp } as const;
type StopSignal = keyof typeof CODES;
const SIGNALS = Object.keys(CODES) as StopSignal[];

const closers: (() => void)[] = [];
let listening = false;

/**
 * Has something closed where a signal ends the process, what was opened last first. Returns what takes it back.
 * A second signal ends the process at once, whatever is being closed.
 */
export function closeOnStop(close: () => void): () => void {
  closers.push(close);
  if (!listening) for (const signal of SIGNALS) process.on(signal, stop);
  listening = true;
  return () => {
    const at = closers.lastIndexOf(close);
    if (at >= 0) closers.splice(at, 1);
    if (closers.length === 0) stopListening();
  };
}

/** How long work that is told to stop may take. */
const MOST_STOPPING_MS = 5_000;

/** Tells work that takes a moment to stop. */
export interface Stop {
  /** Aborts where a signal asks the process to end, with the exit code as its reason. */
  readonly signal: AbortSignal;
  /** Takes it back. */
  end(): void;
}

/** Listens for a signal that asks the process to end. A second one, or too long a wait, ends it at once. */
export function abortOnStop(said: string): Stop {
  const controller = new AbortController();
  const end = () => {
    for (const signal of SIGNALS) process.off(signal, abort);
  };
  const abort = (signal: StopSignal) => {
    end();
    printAside(`${signal}: ${said}`);
    setTimeout(() => process.exit(CODES[signal]), MOST_STOPPING_MS).unref();
    controller.abort(CODES[signal]);
  };
  for (const signal of SIGNALS) process.on(signal, abort);
  return { signal: controller.signal, end };
}

function stopListening(): void {
  for (const signal of SIGNALS) process.off(signal, stop);
  listening = false;
}

function stop(signal: StopSignal): void {
  // Without a listener the system ends the process itself, even while it is busy here.
  stopListening();
  printAside(`${signal}: stopping. What was played is kept: the same command with this --out goes on.`);
  for (const close of closers.splice(0).reverse())
    try {
      close();
    } catch (error) {
      printAside(describeFailure(error, process.argv.slice(2).join(' ')).text);
    }
  process.exit(CODES[signal]);
}
