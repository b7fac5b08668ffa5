import type { Policy } from '../../../contract/policy.ts';
import type { Trace } from '../../../contract/trace.ts';
import type { RewardedEpisode } from './play-cases.ts';

/** What a policy was worth on cases that nobody learned from. */
export interface FreshCases {
  readonly sessions: readonly string[];
  readonly cases: readonly string[];
  readonly truth: readonly number[];
  readonly reported: readonly number[];
  readonly goals: readonly boolean[];
}

/** Where a search or a training stands after some episodes. */
export interface OnlinePoint {
  /** Episodes that were played to learn from. */
  readonly episodes: number;
  /** Mean rewards of the policy on fresh cases. */
  readonly fresh: FreshCases;
  /** KL from the policy that it began at, in nats, the mean over screens. */
  readonly divergence: number;
}

/** One way to learn from rewards, in one population. */
export interface OnlineRun {
  readonly method: string;
  readonly seed: string;
  /** The first is where all of them begin. */
  readonly points: readonly OnlinePoint[];
  /** Mean of what was reported over the episodes that were learned from, and of what was true, one entry a round. */
  readonly rounds: readonly { readonly episodes: number; readonly reported: number; readonly truth: number }[];
  /** Wall-clock time of episodes and of everything else. Not the same from run to run. */
  readonly playMs: number;
  readonly learnMs: number;
}

/** Cases by id, with what they were worth. */
export const freshCases = (episodes: readonly RewardedEpisode[]): FreshCases => ({
  sessions: episodes.map(({ trace }) => trace.session),
  cases: episodes.map(({ trace }) => trace.caseKey ?? trace.session),
  truth: episodes.map(({ truth }) => truth),
  reported: episodes.map(({ reported }) => reported),
  goals: episodes.map(({ trace }) => reachedGoal(trace)),
});

const reachedGoal = ({ outcome }: Trace): boolean => outcome?.goalReached ?? false;

/** Uses a policy and frees it. */
export async function using<T>(policy: Policy, work: (policy: Policy) => Promise<T>): Promise<T> {
  try {
    return await work(policy);
  } finally {
    await policy.dispose();
  }
}
