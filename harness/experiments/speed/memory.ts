import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What a whole in-process run took. */
export interface MemoryUse {
  readonly sessions: number;
  readonly steps: number;
  /** Largest resident set of the process, in bytes. */
  readonly peakBytes: number;
  readonly seconds: number;
}

/** Plays that many sessions with the learned policy in a process of its own and reads its peak memory. */
export async function memoryOf(sessions: number): Promise<MemoryUse> {
  const tsx = join(dirname(createRequire(import.meta.url).resolve('tsx/package.json')), 'dist/cli.mjs');
  const child = spawn(process.execPath, [tsx, join(import.meta.dirname, 'memory-child.ts'), String(sessions)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`The memory measurement ended with exit code ${code}.`);
  return JSON.parse(output) as MemoryUse;
}
