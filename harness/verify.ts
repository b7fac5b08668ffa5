import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputLook, print, printAside } from './runner/output.ts';
import { REPOSITORY } from './runner/repository.ts';

/**
 * Everything that guards the house, in two tiers. `short` (the default) is what a change needs: types, lint with
 * import rules, unit and property tests, end-to-end tests in a real browser, and a small bench on real logs where
 * they are present. `long` is what takes its time: simulated studies and reference implementations. `all` runs both.
 * Ends with one line, `N passed, N failed, N skipped`.
 */

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** Path of a program that a dependency brings, so that nothing needs to be on PATH. */
function programOf(dependency: string, program: string): string {
  return join(REPOSITORY, 'node_modules', dependency, program);
}

function run(program: string, args: readonly string[], env: Record<string, string> = {}): boolean {
  const result = spawnSync(process.execPath, [program, ...args], {
    cwd: REPOSITORY,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...(outputLook().colour ? {} : { NO_COLOR: '1', FORCE_COLOR: undefined }), ...env },
  });
  return result.status === 0;
}

function heading(text: string): void {
  print(`\n── ${text} ${'─'.repeat(Math.max(0, 90 - text.length))}`);
}

/** A check that passes or fails as a whole. */
function single(name: string, passed: boolean): Tally {
  print(passed ? `${name}: good` : `${name}: FAILED`);
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

/** Reads a JSON report; a runner that failed before it wrote one counts as one failure. */
function fromReport<T>(path: string, exitedWell: boolean, tally: (report: T) => Tally): Tally {
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: 0 };
  const counted = tally(JSON.parse(readFileSync(path, 'utf8')) as T);
  if (!exitedWell && counted.failed === 0) counted.failed = 1;
  if (exitedWell && counted.passed === 0) counted.failed = 1;
  return counted;
}

type Tier = 'short' | 'long';

function unitTests(folder: string, tier: Tier): Tally {
  const report = join(folder, `vitest-${tier}.json`);
  const good = run(programOf('vitest', 'vitest.mjs'), [
    'run',
    '--project',
    `${tier}*`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${report}`,
  ]);
  return fromReport<{ numPassedTests: number; numFailedTests: number; numPendingTests: number }>(report, good, (r) => ({
    passed: r.numPassedTests,
    failed: r.numFailedTests,
    skipped: r.numPendingTests,
  }));
}

function browserTests(folder: string): Tally {
  const report = join(folder, 'playwright.json');
  const good = run(programOf('playwright', 'cli.js'), ['test', '--reporter=line,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  return fromReport<{ stats: { expected: number; unexpected: number; flaky: number; skipped: number } }>(
    report,
    good,
    ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }),
  );
}

function smallBenches(folder: string): Tally {
  const tsx = programOf('tsx', 'dist/cli.mjs');
  const bench = (out: string, ...args: string[]) => run(tsx, ['harness/cli.ts', ...args, '--out', join(folder, out)]);
  let tally = single(
    'bench on the embedded dataset',
    bench('embedded', 'replay', '--sessions', '300', '--driver', 'in-process'),
  );
  const cheap = ['models', '--sessions', '200', '--policies', 'majority,markov'];
  tally = add(tally, single('bench models, cheap policies', bench('models', ...cheap)));
  if (process.env.DESKBENCH_STAR === undefined && !existsSync(join(REPOSITORY, '..', 'shared/star/star.tar.xz'))) {
    print('bench on STAR: skipped, ../shared/star/star.tar.xz is not there');
    return add(tally, { passed: 0, failed: 0, skipped: 1 });
  }
  const star = process.env.DESKBENCH_STAR ?? unpackStar(folder);
  const good = bench('star', 'replay', '--logs', star, '--sessions', '400', '--split', 'last-20');
  return add(tally, single('bench on STAR', good));
}

function unpackStar(folder: string): string {
  const archive = join(REPOSITORY, '..', 'shared/star/star.tar.xz');
  const unpacked = spawnSync('tar', ['-xf', archive, '-C', folder], { stdio: 'inherit' });
  if (unpacked.status !== 0) throw new Error(`cannot unpack ${archive}: install tar and xz-utils`);
  return folder;
}

function add(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** What a change needs. */
function shortTier(folder: string): Tally {
  heading('types');
  let total = single('types', run(programOf('typescript', 'bin/tsc'), ['--noEmit']));
  heading('lint and import rules');
  total = add(
    total,
    single('lint', run(programOf('@biomejs/biome', 'bin/biome'), ['check', '--error-on-warnings', '.'])),
  );
  heading('what nothing uses');
  total = add(total, single('unused', run(programOf('knip', 'bin/knip.js'), ['--no-progress'])));
  heading('browser');
  const browser = single('browser', run(programOf('tsx', 'dist/cli.mjs'), ['harness/cli.ts', 'browser']));
  total = add(total, browser);
  heading('unit and property tests');
  total = add(total, unitTests(folder, 'short'));
  heading('end-to-end tests in a browser');
  total = add(total, browserTests(folder));
  heading('small benches');
  return add(total, smallBenches(folder));
}

/** What takes its time. */
function longTier(folder: string): Tally {
  heading('long tests');
  return unitTests(folder, 'long');
}

const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 };
const TIERS: Record<string, readonly ((folder: string) => Tally)[]> = {
  short: [shortTier],
  long: [longTier],
  all: [shortTier, longTier],
};

const [asked = 'short'] = process.argv.slice(2);
const tiers = TIERS[asked];
if (!tiers) {
  printAside(`No tier is called "${asked}": ${Object.keys(TIERS).join(', ')}.`);
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'deskbench-verify-'));
try {
  const total = tiers.map((tier) => tier(folder)).reduce(add, NOTHING);
  print(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exitCode = total.failed === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
