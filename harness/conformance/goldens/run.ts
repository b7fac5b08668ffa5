import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { figuresSchema } from '../../../reports/figures/schema.ts';
import { print, printAside } from '../../runner/output.ts';
import { digest, digestFigures, type Golden, goldenDifferences } from './digest.ts';
import { GENERATE, GOLDEN_RUNS, LOGS } from './runs.ts';

/**
 * `pnpm goldens [--write] [NAMES]`: runs every experiment at a small size and holds digests of its figures and traces
 * against the stored ones, so that a change of structure can show that it changed nothing else. `--write` stores them.
 * Exit code 1 where one differs.
 */

/** Unpacked, since builds of zlib may pack otherwise. */
const TRACES = ['traces.jsonl.gz', 'traces.index.json.gz'];
const FILE = join(import.meta.dirname, 'goldens.json');
const cli = join(import.meta.dirname, '..', '..', 'cli.ts');
const tsx = join(dirname(createRequire(import.meta.url).resolve('tsx/package.json')), 'dist/cli.mjs');

function bench(args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsx, cli, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`bench ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
}

/** Digests of what a run left behind. */
function digestRun(folder: string, learns: boolean): Golden {
  const traces = TRACES.filter((name) => !learns && existsSync(join(folder, name)));
  const found = digestFigures(figuresSchema.parse(JSON.parse(readFileSync(join(folder, 'figures.json'), 'utf8'))));
  return {
    ...found,
    traces: Object.fromEntries(
      traces.map((name) => [name, digest(gunzipSync(readFileSync(join(folder, name))).toString('utf8'))]),
    ),
  };
}

const asked = process.argv.slice(2);
const write = asked.includes('--write');
const names = asked.filter((name) => !name.startsWith('--'));
const stored: Record<string, Golden> = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : {};
const runs = GOLDEN_RUNS.filter(({ name }) => names.length === 0 || names.includes(name));
const folder = mkdtempSync(join(tmpdir(), 'deskbench-goldens-'));
try {
  const logs = join(folder, 'logs');
  bench([...GENERATE, '--out', logs]);
  const made: Record<string, Golden> = {};
  for (const { name, args, learns = false } of runs) {
    const out = join(folder, name);
    // Beside the logs, so that no path of this machine stands in what is digested.
    bench([...args.map((arg) => (arg === LOGS ? relative(process.cwd(), logs) : arg)), '--out', out]);
    made[name] = digestRun(out, learns);
    printAside(`${name}: run`);
  }
  if (write) {
    writeFileSync(FILE, `${JSON.stringify({ ...stored, ...made }, null, 1)}\n`);
    print(`${runs.length} goldens written.`);
  } else {
    const kept = Object.fromEntries(runs.flatMap(({ name }) => (stored[name] ? [[name, stored[name]]] : [])));
    const differences = goldenDifferences(kept, made);
    for (const difference of differences) print(difference);
    print(`${runs.length} runs, ${differences.length} differences.`);
    process.exitCode = differences.length === 0 ? 0 : 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
