import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Runs a file of this folder in a fresh process with the memory limits of this one, whose peak memory is then its own,
 * and reads the JSON that it prints.
 */
export async function measureInChild<T>(file: string, args: readonly string[]): Promise<T> {
  const tsx = join(dirname(createRequire(import.meta.url).resolve('tsx/package.json')), 'dist/cli.mjs');
  const limits = process.execArgv.filter((flag) => flag.startsWith('--max-'));
  const child = spawn(process.execPath, [tsx, ...limits, join(import.meta.dirname, file), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`The measurement in ${file} ended with exit code ${code}.`);
  return JSON.parse(output) as T;
}

/** What a whole in-process run took. */
export interface MemoryUse {
  readonly sessions: number;
  readonly steps: number;
  /** Largest resident set of the process, in bytes. */
  readonly peakBytes: number;
  readonly seconds: number;
}

/** Plays that many sessions with the learned policy in a process of its own and reads its peak memory. */
export function memoryOf(sessions: number): Promise<MemoryUse> {
  return measureInChild('memory-child.ts', [String(sessions)]);
}

/** What playing distinct sessions in closed loop took. */
export interface ClosedLoopUse {
  readonly sessions: number;
  readonly steps: number;
  /** Steps that ran without an operator: none where the gate stayed closed. */
  readonly unattended: number;
  /** Generating the sessions, finding their goals, learning policy, critic and gate. */
  readonly prepareSeconds: number;
  /** The play alone. */
  readonly seconds: number;
  /** Processor time of the play, of all its threads: what a machine that does other things does not change much. */
  readonly cpuSeconds: number;
  /** Largest resident set of the process, its preparation included, in bytes. */
  readonly peakBytes: number;
}

/** Plays that many sessions with the n-gram models in a process of its own. */
export function closedLoopOf(sessions: number, cache: string | false): Promise<ClosedLoopUse> {
  return measureInChild('closed-loop-child.ts', [String(sessions), cache === false ? '' : cache]);
}
