import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { vi } from 'vitest';

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
  const written: string[] = [];
  const line = (...values: unknown[]) => void written.push(`${values.map(asText).join(' ')}\n`);
  const raw = (chunk: string | Uint8Array) => written.push(String(chunk)) > 0;
  const spies = [
    ...(['log', 'info', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name).mockImplementation(line)),
    ...([process.stdout, process.stderr] as const).map((stream) => vi.spyOn(stream, 'write').mockImplementation(raw)),
  ];
  const { argv, exitCode } = process;
  process.argv = [process.execPath, join(import.meta.dirname, 'cli.ts'), ...args];
  process.exitCode = undefined;
  try {
    // Its module runs what the arguments say: it must be a new one each time.
    vi.resetModules();
    await import('./cli.ts');
    return { status: Number(process.exitCode ?? 0), text: written.join('') };
  } finally {
    process.argv = argv;
    process.exitCode = exitCode;
    for (const spy of spies) spy.mockRestore();
  }
}

/** What the console makes of a value, an error's stack included. */
function asText(value: unknown): string {
  return value instanceof Error ? (value.stack ?? String(value)) : String(value);
}
