import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { countOf } from '../../../reports/present/format-value.ts';
import { UsageError } from '../../runner/exit-code.ts';
import type { Fingerprint } from '../../runner/fingerprint.ts';
import { type RunFile, readRun } from '../../runner/open-run.ts';
import { duration } from '../../runner/progress.ts';
import { openTraces } from '../../runner/traces/read-traces.ts';
import { sumOf } from '../../shared/numbers.ts';
import { secondsOf } from '../compare/compare-runs.ts';
import type { RunPlan } from './run-plan.ts';

/** A run that has ended: how much it played, and how long it took. */
export interface EarlierRun {
  readonly episodes: number;
  readonly seconds: number;
}

/** Earlier runs that an estimate goes by: those nearest in size. */
const NEAREST = 3;

/**
 * Paces of the default models on two idle cores, from `bench replay --sessions 1000 --populations 1 --no-cache` on generated
 * sessions and on STAR. Training grows with the sessions that teach; an episode is one evaluation session in one cell. Unit:
 * seconds.
 */
const STATED = { policyPerSession: 0.07, gatePerSession: 0.0122, episode: 0.003, start: 4 } as const;
const STATED_FOR = { policy: 'ngram', critic: 'ngram' } as const;

/** How long a run may take, in one sentence that says where the figure comes from. */
export function estimateTime(plan: RunPlan, earlier: readonly EarlierRun[]): string {
  const episodes = sumOf(plan.parts, (part) => part.episodes);
  const { policy, critic } = plan.like;
  if (earlier.length > 0) {
    const away = (run: EarlierRun) => Math.abs(Math.log(run.episodes / Math.max(1, episodes)));
    const nearest = earlier.toSorted((a, b) => away(a) - away(b)).slice(0, NEAREST);
    const each = nearest.map((run) => (run.seconds / run.episodes) * episodes).sort((a, b) => a - b);
    const [least, most] = [each[0]!, each.at(-1)!].map((seconds) => duration(1000 * seconds));
    const about = least === most ? `about ${least}` : `between ${least} and ${most}`;
    const runs = countOf(nearest.length, 'earlier run');
    return `Time: ${about}, by the pace of ${runs} with policy ${policy} and critic ${critic}; less where models are kept.`;
  }
  if (policy !== STATED_FOR.policy || critic !== STATED_FOR.critic)
    return [
      `Time: no pace is known of policy ${policy} with critic ${critic}.`,
      'Play a few sessions first (--sessions 200): the next estimate goes by that run.',
    ].join(' ');
  const { policies, gates } = plan.trainings;
  const [first] = plan.parts;
  const taught = (part: 'train' | 'feedback' | 'calibration') => first?.[part] ?? 0;
  const seconds =
    STATED.start +
    policies * taught('train') * STATED.policyPerSession +
    gates * (taught('feedback') + taught('calibration')) * STATED.gatePerSession +
    episodes * STATED.episode;
  return [
    `Time: about ${duration(1000 * seconds)} by paces of replays, measured on two idle cores,`,
    'since no run of this kind is here yet; less where models are kept.',
  ].join(' ');
}

/** Runs of the command with these models that have ended, in the folders that lie in these. What cannot be read is passed over. */
export function earlierRuns(parents: readonly string[], command: string, like: RunPlan['like']): EarlierRun[] {
  const folders = [...new Set(parents)].filter(existsSync).flatMap((parent) =>
    readdirSync(parent, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(parent, name)),
  );
  return [...new Set(folders)].flatMap((folder) => readEarlier(folder, command, like) ?? []);
}

function readEarlier(folder: string, command: string, like: RunPlan['like']): EarlierRun | null {
  if (!existsSync(join(folder, 'run.json'))) return null;
  try {
    const run = readRun(folder);
    if (!run.finished || !isLike(run, command, like)) return null;
    const seconds = secondsOf(run.attempts);
    const traces = openTraces(folder);
    const episodes = traces.rows.length;
    traces.close();
    return seconds === null || episodes === 0 ? null : { episodes, seconds };
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}

function isLike({ fingerprint, attempts }: RunFile, command: string, { policy, critic }: RunPlan['like']): boolean {
  const found = (fingerprint ?? {}) as Partial<Fingerprint>;
  const inBrowser = attempts.some((attempt) => /--driver[ =]browser/.test(JSON.stringify(attempt)));
  // A command whose models are always the same does not write them down.
  const isOf = (name: string, model: string) => (found.settings?.[name] ?? model) === model;
  return found.command === command && isOf('policy', policy) && isOf('critic', critic) && !inBrowser;
}
