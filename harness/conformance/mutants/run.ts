import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { transformSync } from 'esbuild';
import { print } from '../../runner/output.ts';
import { REPOSITORY } from '../../runner/repository.ts';
import { wallClockMs } from '../../runner/wall-clock.ts';
import { MUTANTS } from './list.ts';
import { type Mutant, plant } from './mutant.ts';

/**
 * `pnpm mutants [--named] [WORDS]`: plants each fault of the list in a copy of the tree, one at a time, and says which
 * no test notices, and which test is the first to. With words, only faults whose file or description holds them all.
 * `--named` asks only the tests that the list names, and takes them to pass where nothing is planted, which is quick.
 * Exit code 1 where one survives.
 */

const WORKERS = 2;
/** So long that a busy machine fails no test. Unit: milliseconds. */
const TEST_TIMEOUT_MS = 120_000;

interface Verdict {
  readonly mutant: Mutant;
  /** By whom it was noticed: the tests named, or any other test that reaches the file. Null: by none. */
  readonly noticedBy: 'named' | 'other' | null;
  /** The first test that failed; empty where none did. */
  readonly test: string;
  readonly seconds: number;
}

/** A copy of the working tree in which files may be spoilt; logs that stand beside the REPOSITORY stand beside it, too. */
function copyTree(parent: string, name: string): string {
  const copy = join(parent, name);
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: REPOSITORY,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  for (const path of listed.stdout.split('\0')) {
    if (path === '' || !existsSync(join(REPOSITORY, path))) continue;
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(REPOSITORY, path), join(copy, path));
  }
  symlinkSync(join(REPOSITORY, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** The first of these tests that fails in the copy; null where all pass. */
function firstFailure(copy: string, args: readonly string[]): Promise<string | null> {
  const vitest = join(copy, 'node_modules', 'vitest', 'vitest.mjs');
  const settings = `--run --project short* --bail 1 --maxWorkers 1 --reporter dot --testTimeout ${TEST_TIMEOUT_MS}`;
  const child = spawn(process.execPath, [vitest, ...args, ...settings.split(' ')], {
    cwd: copy,
    env: { ...process.env, NO_COLOR: '1' },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  return new Promise((resolve) =>
    child.on('close', (code) => resolve(code === 0 ? null : (/FAIL +(.+)/.exec(said)?.[1] ?? 'no test could be run'))),
  );
}

async function judge(copy: string, mutant: Mutant): Promise<Verdict> {
  const path = join(copy, mutant.file);
  const source = readFileSync(path, 'utf8');
  const begun = wallClockMs();
  const spoilt = plant(mutant, source);
  // A fault that does not even parse would be noticed by everything.
  transformSync(spoilt, { loader: mutant.file.endsWith('x') ? 'tsx' : 'ts' });
  writeFileSync(path, spoilt);
  const done = (noticedBy: Verdict['noticedBy'], test = '') => ({
    mutant,
    noticedBy,
    test,
    seconds: (wallClockMs() - begun) / 1000,
  });
  try {
    const named = mutant.tests.length > 0 ? await firstFailure(copy, mutant.tests) : null;
    if (named !== null) return done('named', named);
    const other = onlyNamed ? null : await firstFailure(copy, ['related', mutant.file]);
    return other === null ? done(null) : done('other', other);
  } finally {
    writeFileSync(path, source);
  }
}

function tell({ mutant, noticedBy, test, seconds }: Verdict): void {
  const word = noticedBy === null ? 'SURVIVED' : noticedBy === 'named' ? 'noticed' : 'noticed by others';
  print(
    `${word.padEnd(17)} ${seconds.toFixed(0).padStart(4)} s  ${mutant.file}: ${mutant.fault}${test === '' ? '' : ` (${test})`}`,
  );
}

const onlyNamed = process.argv.includes('--named');
const words = process.argv.slice(2).filter((word) => word !== '--named');
const mutants = MUTANTS.filter(({ file, fault }) => words.every((word) => `${file} ${fault}`.includes(word)));
const parent = mkdtempSync(join(tmpdir(), 'deskbench-mutants-'));
const logs = join(REPOSITORY, '..', 'shared');
if (existsSync(logs)) symlinkSync(logs, join(parent, 'shared'));
const copies = Array.from({ length: WORKERS }, (_, i) => copyTree(parent, `tree-${i}`));
try {
  const named = [...new Set(mutants.flatMap(({ tests }) => tests))];
  const before = named.length > 0 && !onlyNamed ? await firstFailure(copies[0] as string, named) : null;
  if (before !== null) throw new Error(`Without any fault planted a test fails: mend that first (${before}).`);
  const waiting = [...mutants];
  const verdicts: Verdict[] = [];
  await Promise.all(
    copies.map(async (copy) => {
      for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
        const verdict = await judge(copy, mutant);
        tell(verdict);
        verdicts.push(verdict);
      }
    }),
  );
  const survivors = verdicts.filter(({ noticedBy }) => noticedBy === null);
  print(`\n${verdicts.length} faults planted, ${survivors.length} not noticed.`);
  for (const survivor of survivors) tell(survivor);
  process.exitCode = survivors.length === 0 ? 0 : 1;
} finally {
  rmSync(parent, { recursive: true, force: true });
}
