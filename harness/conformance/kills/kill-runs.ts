import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { figuresSchema } from '../../../reports/figures/schema.ts';
import { wallClockMs } from '../../runner/wall-clock.ts';
import { sumOf } from '../../shared/numbers.ts';
import { createRng } from '../../shared/streams.ts';
import { digestFigures } from '../goldens/digest.ts';
import { CLI, type KilledCommand, wordsOf } from './commands.ts';

/** Kills real commands with SIGKILL, phase by phase, lets them go on, and holds what is left at the end against an unbroken run. */

/**
 * Where a run is, as its folder shows it. `loading`: nothing is there yet. `training`: the run is described, and no model
 * deployed. `copilot`: operators give feedback to a policy. `play`: episodes are kept. `writing`: all of them are.
 */
export const PHASES = ['loading', 'training', 'copilot', 'play', 'writing'] as const;
type Phase = (typeof PHASES)[number];

/** How the runs are killed, over all commands; made from the unbroken run of each. */
export interface KillPlan {
  /** A folder that holds what the commands read, for the runs. */
  readonly folder: string;
  readonly seed: string;
}

/** An unbroken run: what it left, and how long it was in each phase. */
export interface UnbrokenRun {
  readonly left: string;
  /** Sizes of the trace files when the last episode was kept. */
  readonly played: string;
  readonly msIn: Readonly<Record<Phase, number>>;
}

/** What came of the kills of one run. */
export interface KilledRun {
  /** Phases in which the run really was when it was killed, in order. */
  readonly kills: readonly Phase[];
  /** Whether the run that went on to its end left what the unbroken one did. */
  readonly same: boolean;
}

/** Runs a command to its end and watches it. Throws: where it fails. */
export async function runUnbroken(command: KilledCommand, plan: KillPlan): Promise<UnbrokenRun> {
  const out = join(plan.folder, `${command}-unbroken`);
  const seen: { phase: Phase; ms: number; sizes: string }[] = [];
  const child = start(command, plan, out);
  let last = wallClockMs();
  while (child.exitCode === null && child.signalCode === null) {
    await sleep(POLL_MS);
    const now = wallClockMs();
    if (!isFinished(out)) seen.push({ phase: phaseIn(out, null), ms: now - last, sizes: sizesIn(out) });
    last = now;
  }
  if (child.exitCode !== 0) throw new Error(`bench ${command} ended with ${child.exitCode ?? child.signalCode}.`);
  const played = seen.findLast(({ phase }) => phase === 'play')?.sizes ?? '';
  const msIn = (phase: Phase) =>
    sumOf(
      seen.filter((one) => (one.sizes === played ? 'writing' : one.phase) === phase),
      ({ ms }) => ms,
    );
  return { left: leftIn(out), played, msIn: Object.fromEntries(PHASES.map((phase) => [phase, msIn(phase)])) as never };
}

/** Kills a run in each of the phases in turn, at a moment drawn within it, each time it has gone on; then lets it end. */
export async function killRun(
  command: KilledCommand,
  number: number,
  { left, played, msIn }: UnbrokenRun,
  plan: KillPlan,
): Promise<KilledRun> {
  const rng = createRng('test', `kills of ${command} ${number}, ${plan.seed}`);
  const out = join(plan.folder, `${command}-${number}`);
  const kills: Phase[] = [];
  for (const phase of PHASES) {
    const child = start(command, plan, out);
    const reached = await inPhase(child, out, phase, played);
    if (reached) await sleep(rng.next() * msIn[phase] * (phase === 'writing' ? WRITES_AGAIN : 1));
    if (child.exitCode !== null || isFinished(out)) break;
    kills.push(phaseIn(out, played));
    await kill(child);
  }
  const child = isFinished(out) ? null : start(command, plan, out);
  if (child) await new Promise((resolve) => child.once('exit', resolve));
  const same = (child === null || child.exitCode === 0) && leftIn(out) === left;
  if (same) rmSync(out, { recursive: true });
  return { kills, same };
}

const POLL_MS = 3;
/** A run that goes on writes its figures sooner than one that has just played: it must not end before it is killed. */
const WRITES_AGAIN = 0.3;

function start(command: KilledCommand, { folder }: KillPlan, out: string): ChildProcess {
  return spawn(process.execPath, [...CLI, ...wordsOf(command, folder), '--out', out], { stdio: 'ignore' });
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

/** Waits until the run is in the phase, or beyond it; false where it has ended before. */
async function inPhase(child: ChildProcess, out: string, phase: Phase, played: string): Promise<boolean> {
  while (PHASES.indexOf(phaseIn(out, played)) < PHASES.indexOf(phase)) {
    if (child.exitCode !== null) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/** `played`: sizes of the trace files when all episodes are kept; null where they are not known. */
function phaseIn(out: string, played: string | null): Phase {
  const run = readIfThere(join(out, 'run.json'));
  if (run === null) return 'loading';
  if (sizesIn(out) === played || existsSync(join(out, 'traces.index.json.gz'))) return 'writing';
  if (sizeOf(out, 'traces.jsonl.gz') > 0 || sizeOf(out, 'traces.tail.jsonl') > HEAD_BYTES) return 'play';
  return /"models": \{\}/.test(run) ? 'training' : 'copilot';
}

const sizesIn = (out: string) => `${sizeOf(out, 'traces.jsonl.gz')} ${sizeOf(out, 'traces.tail.jsonl')}`;

const sizeOf = (out: string, name: string) => statSync(join(out, name), { throwIfNoEntry: false })?.size ?? 0;

/** More than the first line of a tail takes, and less than an episode. */
const HEAD_BYTES = 100;

const isFinished = (out: string) => /"finished": true/.test(readIfThere(join(out, 'run.json')) ?? '');

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** All that a finished run left, as one text: bytes of its traces, and its figures without dates and times. */
function leftIn(out: string): string {
  if (!isFinished(out)) return 'not finished';
  const bytes = ['traces.jsonl.gz', 'traces.index.json.gz'].map((name) =>
    createHash('sha256')
      .update(readFileSync(join(out, name)))
      .digest('hex'),
  );
  const figures = figuresSchema.parse(JSON.parse(readFileSync(join(out, 'figures.json'), 'utf8')));
  return JSON.stringify([bytes, digestFigures(figures)]);
}
