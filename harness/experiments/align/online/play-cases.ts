import type { ClosedBench } from '../../../bench/closed-loop/closed-bench.ts';
import type { RewardWeights } from '../../../bench/reward/reward-weights.ts';
import { judgesOf, reportedReward, trueReward } from '../../../bench/reward/session-reward.ts';
import type { NoiseSettings } from '../../../contract/operator.ts';
import type { Policy } from '../../../contract/policy.ts';
import type { Cell } from '../../../contract/scenario.ts';
import type { Session } from '../../../contract/session.ts';
import type { Trace } from '../../../contract/trace.ts';
import { play } from '../../../deployment/play.ts';

/** An episode and what it was worth: as it was, and as operators report it. */
export interface RewardedEpisode {
  readonly trace: Trace;
  readonly truth: number;
  readonly reported: number;
}

export interface CasesRun {
  readonly bench: ClosedBench;
  readonly noise: NoiseSettings;
  readonly weights: RewardWeights;
  readonly sessions: readonly Session[];
  /** Names the chance that episodes meet: the same for all that are compared. */
  readonly chance: string;
}

/** Lets a policy work cases until it is unsure, as the bench's chatbot is, when an operator takes over for good. */
export async function playCases(policy: Policy, run: CasesRun): Promise<RewardedEpisode[]> {
  const { bench, noise, weights, sessions, chance } = run;
  const cell: Cell = { id: 'until unsure', arm: 'chatbot', loop: 'closed', noise };
  const own = { ...bench, policy, chatbot: async () => policy, seed: chance, player: undefined };
  const judges = judgesOf(noise, chance, bench.population);
  const episodes: RewardedEpisode[] = [];
  await play(own, [{ cell, deployment: null }], sessions, {
    onTrace(trace) {
      const [truth, reported] = [trueReward(trace, weights), reportedReward(trace, judges, weights)];
      if (truth !== null && reported !== null) episodes.push({ trace, truth, reported });
    },
  });
  return episodes;
}
