import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
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

/** Whether the program ended well. What it prints goes to the terminal at once. */
async function run(program: string, args: readonly string[], env: Record<string, string> = {}): Promise<boolean> {
  const child = spawn(process.execPath, [program, ...args], {
    ...surroundings(env),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(child, 'close');
  return code === 0;
}

/**
 * The same for a check that counts as a whole, which prints nothing before it ends: others run beside it. One that is
 * told what it runs beside takes the processor time that this leaves, and prints nothing before its end either.
 */
async function whole(
  name: string,
  program: string,
  args: readonly string[],
  beside?: Promise<unknown>,
): Promise<Tally> {
  const child = spawn(process.execPath, [program, ...args], { ...surroundings(), stdio: ['ignore', 'pipe', 'pipe'] });
  if (beside && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  const [code, signal] = await once(child, 'close');
  await beside;
  heading(name);
  if (printed !== '') print(printed.trimEnd());
  print(code === 0 ? `${name}: good` : `${name}: FAILED, ended with ${signal ?? `exit code ${code}`}`);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

function surroundings(env: Record<string, string> = {}) {
  const plain = outputLook().colour ? {} : { NO_COLOR: '1', FORCE_COLOR: undefined };
  return { cwd: REPOSITORY, env: { ...process.env, ...plain, ...env } };
}

function heading(text: string): void {
  print(`\n── ${text} ${'─'.repeat(Math.max(0, 90 - text.length))}`);
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

async function unitTests(folder: string, tier: Tier): Promise<Tally> {
  const report = join(folder, `vitest-${tier}.json`);
  const good = await run(programOf('vitest', 'vitest.mjs'), [
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

async function browserTests(folder: string): Promise<Tally> {
  const report = join(folder, 'playwright.json');
  const good = await run(programOf('playwright', 'cli.js'), ['test', '--reporter=line,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  return fromReport<{ stats: { expected: number; unexpected: number; flaky: number; skipped: number } }>(
    report,
    good,
    ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }),
  );
}

async function smallBenches(folder: string, beside: Promise<unknown>): Promise<Tally> {
  const bench = (name: string, ...args: string[]) =>
    whole(name, programOf('tsx', 'dist/cli.mjs'), ['harness/cli.ts', ...args, '--out', join(folder, name)], beside);
  const sampled = ['replay', '--sessions', '300', '--populations', '1'];
  const embedded = bench('bench on the embedded dataset', ...sampled, '--driver', 'in-process');
  if (process.env.DESKBENCH_STAR === undefined && !existsSync(join(REPOSITORY, '..', 'shared/star/star.tar.xz'))) {
    print('bench on STAR: skipped, ../shared/star/star.tar.xz is not there');
    return add(await embedded, { passed: 0, failed: 0, skipped: 1 });
  }
  const star = process.env.DESKBENCH_STAR ?? unpackStar(folder);
  return (
    await Promise.all([embedded, bench('bench on STAR', ...sampled, '--logs', star, '--split', 'last-20')])
  ).reduce(add);
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

/** What a change needs. What takes one core runs beside something else; benches run in what tests leave of two. */
async function shortTier(folder: string): Promise<Tally> {
  const checks = await Promise.all([
    whole('types', programOf('typescript', 'bin/tsc'), ['--noEmit']),
    whole('lint and import rules', programOf('@biomejs/biome', 'bin/biome'), ['check', '--error-on-warnings', '.']),
    whole('what nothing uses', programOf('knip', 'bin/knip.js'), ['--no-progress']),
    whole('browser', programOf('tsx', 'dist/cli.mjs'), ['harness/cli.ts', 'browser']),
  ]);
  const tests = unitAndBrowserTests(folder);
  return [...checks, ...(await Promise.all([tests, smallBenches(folder, tests)]))].reduce(add);
}

async function unitAndBrowserTests(folder: string): Promise<Tally> {
  heading('unit and property tests');
  const unit = await unitTests(folder, 'short');
  heading('end-to-end tests in a browser');
  return add(unit, await browserTests(folder));
}

/** What takes its time. */
function longTier(folder: string): Promise<Tally> {
  heading('long tests');
  return unitTests(folder, 'long');
}

const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 };
const TIERS: Record<string, readonly ((folder: string) => Promise<Tally>)[]> = {
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
  let total = NOTHING;
  for (const tier of tiers) total = add(total, await tier(folder));
  print(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exitCode = total.failed === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
