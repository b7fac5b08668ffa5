import { metric as activeMs } from '../../../../reports/metrics/active-ms-per-session.ts';
import { metric as goalReached } from '../../../../reports/metrics/goal-reached.ts';
import { metric as automated } from '../../../../reports/metrics/session-automation.ts';
import { metric as wrongExecuted } from '../../../../reports/metrics/sessions-with-wrong-executed.ts';
import type { KeyedSums } from '../../../../reports/stats/session-sums.ts';
import { fitOperators } from '../../../../simulators/operators/fitting/fit-operators.ts';
import { type ClosedBench, operatorsWith, playCells, withTrained } from '../../../bench/closed-loop/closed-bench.ts';
import { inProcessDesks } from '../../../bench/desks/desks.ts';
import { describeGate } from '../../../bench/noise/describe-gate.ts';
import type { NoisePoint } from '../../../bench/noise/noise-grid.ts';
import { type Crashes, crashesAt, crashesOf } from '../../../bench/report/crashes.ts';
import type { RewardWeights } from '../../../bench/reward/reward-weights.ts';
import { judgesOf, reportedReward, trueReward } from '../../../bench/reward/session-reward.ts';
import type { Metric } from '../../../contract/metric.ts';
import type { Policy } from '../../../contract/policy.ts';
import type { Cell } from '../../../contract/scenario.ts';
import type { Trace } from '../../../contract/trace.ts';
import type { TrainingSettings } from '../../../deployment/train-critic-and-gate.ts';
import type { Deployed } from '../deploy.ts';
import type { ClosedGround } from './closed-ground.ts';

/** What is measured of each session; of rewards what they fall short of a goal that cost nothing. */
export const CLOSED_FIGURES = ['automated', 'goal', 'activeMs', 'wrong', 'trueShort', 'reportedShort'] as const;
export type ClosedFigure = (typeof CLOSED_FIGURES)[number];

/** What a policy came to in closed loop, behind a gate that was taught on its own suggestions. */
export interface ClosedArm {
  readonly name: string;
  /** Where its gate stands, in words. */
  readonly gate: string;
  readonly sums: Readonly<Record<ClosedFigure, KeyedSums>>;
}

export interface ClosedPlayed {
  readonly arms: readonly ClosedArm[];
  readonly crashes: readonly Crashes[];
}

export interface ClosedRequest {
  readonly deployed: Pick<Deployed, 'loaded' | 'parts' | 'seed'>;
  readonly ground: ClosedGround;
  readonly policies: readonly { readonly name: string; readonly policy: Policy }[];
  readonly training: TrainingSettings;
  readonly weights: RewardWeights;
  readonly providers: readonly string[];
}

/** Plays policies of a population in closed loop under a noise; null where it has no closed world. */
export type ClosedPlayer = (
  deployed: ClosedRequest['deployed'],
  point: NoisePoint,
  policies: ClosedRequest['policies'],
) => Promise<ClosedPlayed | null>;

/** Plays the same sessions with each policy, each behind a critic and a gate that learned from operators' answers to it. */
export async function playClosed(request: ClosedRequest): Promise<ClosedPlayed> {
  const { deployed, ground, policies, training, weights, providers } = request;
  const { seed, loaded, parts } = deployed;
  const { noise } = ground;
  const metrics = measuresOf(weights, noise, seed);
  const times = fitOperators(parts.train).times;
  const arms: ClosedArm[] = [];
  const crashes: Crashes[] = [];
  for (const { name, policy } of policies) {
    const bench: ClosedBench = {
      ...{ catalog: loaded.dataset.catalog, desks: inProcessDesks(loaded.dataset.catalog), world: ground.world },
      ...{ parts: ground.parts, policy, times, population: seed, operatorOf: operatorsWith(times, seed), seed },
      fit: { seed, providers },
      onCrashes: (found) => crashes.push(...crashesAt(`closed loop, ${name}`, found)),
    };
    const cell: Cell = { id: `closed loop, ${name}`, arm: 'selective', loop: 'closed', noise };
    await withTrained(bench, noise, training, async (deployment) => {
      const played = await playCells(bench, [{ cell, deployment }], ground.parts.evaluation, Object.values(metrics));
      const own = played.get(cell.id)!;
      const sums = (figure: ClosedFigure) => [figure, own.sums(metrics[figure].name)] as const;
      const measured = Object.fromEntries(CLOSED_FIGURES.map(sums)) as ClosedArm['sums'];
      arms.push({ name, gate: describeGate(deployment.gate), sums: measured });
      crashes.push(...crashesOf(cell.id, own, Object.values(metrics)));
    });
  }
  return { arms, crashes };
}

function measuresOf(
  weights: RewardWeights,
  noise: ClosedGround['noise'],
  seed: string,
): Readonly<Record<ClosedFigure, Metric>> {
  const judges = judgesOf(noise, seed, seed);
  return {
    ...{ automated, goal: goalReached, activeMs, wrong: wrongExecuted },
    trueShort: shortfall('true', weights, (trace) => trueReward(trace, weights)),
    reportedShort: shortfall('reported', weights, (trace) => reportedReward(trace, judges, weights)),
  };
}

/** Sums are never negative, and rewards may be. */
const shortfall = (name: string, { goal }: RewardWeights, rewardOf: (trace: Trace) => number | null): Metric => ({
  name: `${name}_reward_shortfall`,
  title: `Short of a ${name} reward`,
  unit: 'count',
  summary: `What the ${name} reward falls short of that of a goal which cost nothing.`,
  better: 'lower',
  measure(trace) {
    const reward = rewardOf(trace);
    return reward === null
      ? { numerator: 0, denominator: 0 }
      : { numerator: Math.max(0, goal - reward), denominator: 1 };
  },
});
