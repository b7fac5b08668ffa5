import type { SliceDay } from '../../stages/rounds-input.ts';
import { createTraceDigest } from '../trace-digest.ts';
import { playRollout } from './play-rollout.ts';
import { repeatData } from './repeat-data.ts';
import type { RolloutOptions } from './rollout-options.ts';
import { findParts } from './rollout-parts.ts';
import {
  type DaySummary,
  type MonitorSummary,
  type SliceSummary,
  summariseDays,
  summariseMonitors,
  summariseSlices,
} from './summarise-rollout.ts';

/** What one rollout came to; plain data, so that it can come from another process. */
export interface Repeat {
  readonly days: readonly DaySummary[];
  readonly slices: readonly SliceSummary[];
  readonly monitors: readonly MonitorSummary[];
  /** Slice of the new process. */
  readonly newSlice: string;
  readonly history: number;
  readonly sessions: number;
  /** Sessions that nobody knows the goal of, left out. */
  readonly unplanned: number;
  readonly crashed: number;
  /** How it was played, and the digest of its traces. */
  readonly played: string;
}

/** Plays one of the rollouts that the options ask for: the first is number 0. */
export async function playRepeat(
  options: RolloutOptions,
  repeat: number,
  onDay: (rows: readonly SliceDay[]) => void,
): Promise<Repeat> {
  const parts = await findParts(options);
  const { loaded, seed } = await repeatData(options.logs, options.seed, repeat);
  const digest = createTraceDigest();
  const played = await playRollout(loaded.dataset, { ...options, seed }, parts, { onDay, onTrace: digest.take });
  const { calendar, slices, unplanned } = played;
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
    sessions: calendar.days.reduce((sum, day) => sum + day.sessions.length, 0),
    unplanned,
    crashed: slices.reduce((sum, row) => sum + row.crashed, 0),
    played: digest.words(options.driver),
  };
}
