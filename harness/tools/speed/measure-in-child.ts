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
