import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { vi } from 'vitest';
import { captureOutput } from './capture-output.ts';

const tsx = join(dirname(createRequire(import.meta.url).resolve('tsx/package.json')), 'dist/cli.mjs');

export interface CliRun {
  readonly status: number | null;
  /** All that it wrote. */
  readonly text: string;
}

/** The command line in a process of its own, as a user starts it. */
export function startCli(...args: string[]): CliRun {
  const run = spawnSync(process.execPath, [tsx, join(import.meta.dirname, 'cli.ts'), ...args], { encoding: 'utf8' });
  return { status: run.status, text: run.stdout + run.stderr };
}

/** The command line in this process, without the second that a start takes; one at a time. */
export async function runCli(...args: string[]): Promise<CliRun> {
  const output = captureOutput();
  const { argv, exitCode } = process;
  process.argv = [process.execPath, join(import.meta.dirname, 'cli.ts'), ...args];
  process.exitCode = undefined;
  try {
    // Its module runs what the arguments say: it must be a new one each time.
    vi.resetModules();
    await import('./cli.ts');
    return { status: Number(process.exitCode ?? 0), text: output.text() };
  } finally {
    process.argv = argv;
    process.exitCode = exitCode;
    output.end();
  }
}
