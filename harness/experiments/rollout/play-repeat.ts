import { createTraceDigest } from '../../bench/desks/trace-digest.ts';
import { playRollout } from '../../bench/rounds/play-rollout.ts';
import type { Repeat } from '../../bench/rounds/summarise-repeats.ts';
import { summariseDays, summariseMonitors, summariseSlices } from '../../bench/rounds/summarise-rollout.ts';
import { keepingPlayer, type RunPart } from '../../bench/run-record.ts';
import type { Trace } from '../../contract/trace.ts';
import type { SliceDay } from '../../deployment/rounds-input.ts';
import { sumOf } from '../../shared/numbers.ts';
import type { RolloutOptions } from './options.ts';
import { repeatData } from './repeat-data.ts';
import { findParts } from './rollout-parts.ts';

/** What one rollout came to, and of what; plain data, so that it can come from another process. */
export interface PlayedRepeat extends Repeat {
  readonly history: number;
  readonly sessions: number;
  /** Sessions that nobody knows the goal of, left out. */
  readonly unplanned: number;
  /** Ids of the sessions in which the desk failed for good, and the seed of the rollout. */
  readonly crashed: readonly string[];
  readonly seed: string;
  /** How it was played, and the digest of its traces. */
  readonly played: string;
}

/** Plays one of the rollouts that the options ask for: the first is number 0. */
export async function playRepeat(
  options: RolloutOptions,
  repeat: number,
  onDay: (rows: readonly SliceDay[]) => void,
  keep: RunPart['keep'] = () => undefined,
): Promise<PlayedRepeat> {
  const parts = await findParts(options);
  const { loaded, seed } = await repeatData(options.logs, options.seed, repeat);
  const digest = createTraceDigest();
  const crashed: string[] = [];
  const onTrace = (trace: Trace) => {
    digest.take(trace);
    if (trace.end === 'crashed') crashed.push(trace.session);
  };
  const played = await playRollout(loaded.dataset, { ...options, seed }, parts, {
    onDay,
    onTrace,
    player: keepingPlayer(keep),
  });
  const { calendar, unplanned } = played;
  const { newProcess, driftDay } = options;
  return {
    days: summariseDays(played),
    slices: summariseSlices(played, driftDay),
    monitors: summariseMonitors(
      played,
      driftDay,
      parts.monitors.map(({ name }) => name),
    ),
    newSlice: calendar.clusterOf.get(newProcess) ?? newProcess,
    history: calendar.history.length,
    sessions: sumOf(calendar.days, (day) => day.sessions.length),
    unplanned,
    crashed,
    seed,
    played: digest.words(options.driver),
  };
}
