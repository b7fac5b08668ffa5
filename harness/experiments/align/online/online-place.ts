import { type Answer, align } from '../../../../policies/networks/alignment/align.ts';
import {
  type Trainable,
  type TrainableNetwork,
  trainableOf,
} from '../../../../policies/networks/alignment/trainable.ts';
import type { Precision } from '../../../../policies/networks/export/in-precision.ts';
import type { Parameters } from '../../../../policies/networks/training/trainer-role.ts';
import { objective as sftAnswers } from '../../../../policies/objectives/sft-answers.ts';
import type { ClosedBench } from '../../../bench/closed-loop/closed-bench.ts';
import type { RewardWeights } from '../../../bench/reward/reward-weights.ts';
import type { NoiseSettings } from '../../../contract/operator.ts';
import type { Example, Policy } from '../../../contract/policy.ts';
import type { Session } from '../../../contract/session.ts';
import { wallClockMs } from '../../../runner/wall-clock.ts';
import { openJudge } from '../judge-choices.ts';
import { freshCases, type OnlinePoint, using } from './online-run.ts';
import { type CasesRun, playCases, type RewardedEpisode } from './play-cases.ts';
import { samplingPolicy } from './sampling-policy.ts';

/** What all ways to learn from rewards have in common. */
export interface OnlineSetting {
  readonly bench: ClosedBench;
  readonly noise: NoiseSettings;
  readonly weights: RewardWeights;
  /** Logged examples that adapters learn from before anything is searched. */
  readonly logged: readonly Example[];
  /** Cases to learn from, and those that nobody learns from. */
  readonly cases: readonly Session[];
  readonly fresh: readonly Session[];
  readonly seed: string;
}

/** Adapters before any reward: plain cross entropy on logged steps, so that both factors of each are at work. */
const WARM = { learningRate: 0.002, epochs: 3, rows: 32 };

/** A policy whose adapters learn from rewards, where it begins, and how it plays. */
export class OnlinePlace {
  readonly setting: OnlineSetting;
  readonly network: TrainableNetwork;
  readonly start: Parameters;
  readonly #trainable: Trainable;
  readonly #divergenceOf: (parameters: Parameters) => Promise<number>;
  /** Wall-clock time that episodes took. */
  playMs = 0;

  private constructor(
    setting: OnlineSetting,
    trainable: Trainable,
    network: TrainableNetwork,
    divergenceOf: (parameters: Parameters) => Promise<number>,
  ) {
    this.setting = setting;
    this.#trainable = trainable;
    this.network = network;
    this.start = network.model.parameters;
    this.#divergenceOf = divergenceOf;
  }

  static async open(setting: OnlineSetting): Promise<OnlinePlace> {
    const trainable = trainableOf(setting.bench.policy);
    if (!trainable) throw new Error(`the policy ${setting.bench.policy.name} has no networks: give one that has`);
    const [first] = await trainable.networks();
    if (!first) throw new Error(`the policy ${setting.bench.policy.name} has no network: give one that has`);
    const told = setting.logged.map(({ screen, action, session }, step) => ({
      ...{ id: session, session, step, operator: null, screen, action, suggestion: action },
      ...{ accepted: true, logged: action },
    }));
    const answers: Answer<unknown>[] = (await first.answersOf(told)).flat();
    const start = await align(first.model, answers, {
      ...WARM,
      objective: sftAnswers,
      settings: { beta: 1, flipped: 0, desirable: 1, undesirable: 1, clip: 0 },
      reference: null,
      supervised: 0,
      seed: setting.seed,
    });
    const network = { ...first, model: { ...first.model, parameters: start } };
    const judge = await openJudge(network, told);
    const divergenceOf = async (parameters: Parameters) => (await judge.judge(parameters, 0)).divergence;
    return new OnlinePlace(setting, trainable, network, divergenceOf);
  }

  /** What a policy with these parameters makes of some cases; `chance` names what else they meet. */
  play(parameters: Parameters, sessions: readonly Session[], chance: string, precision: Precision = 'fp32') {
    return this.#played(parameters, precision, (policy) => playCases(policy, this.#run(sessions, chance)));
  }

  /** The same of a policy that tries actions, and what it tried. */
  explore(parameters: Parameters, sessions: readonly Session[], chance: string, names: readonly string[]) {
    return this.#played(parameters, 'fp32', async (policy) => {
      const explored: (RewardedEpisode & { readonly tried: ReturnType<typeof samplingPolicy>['tried'] })[] = [];
      for (const name of names) {
        const sampling = samplingPolicy(policy, name);
        const episodes = await playCases(sampling.policy, this.#run(sessions, chance));
        explored.push(...episodes.map((episode) => ({ ...episode, tried: sampling.tried })));
      }
      return explored;
    });
  }

  /** Where a way stands: on the fresh cases, whose chance is the same for all. */
  async pointOf(parameters: Parameters, episodes: number, precision?: Precision): Promise<OnlinePoint> {
    const before = this.playMs;
    const played = await this.play(parameters, this.setting.fresh, `${this.setting.seed} fresh`, precision);
    // To be judged is no part of what a way to learn costs.
    this.playMs = before;
    return { episodes, fresh: freshCases(played), divergence: await this.#divergenceOf(parameters) };
  }

  #run(sessions: readonly Session[], chance: string): CasesRun {
    const { bench, noise, weights } = this.setting;
    return { bench, noise, weights, sessions, chance };
  }

  async #played<T>(parameters: Parameters, precision: Precision, work: (policy: Policy) => Promise<T>): Promise<T> {
    const policy = await this.#trainable.serve('online', { [this.network.name]: parameters }, precision);
    const startMs = wallClockMs();
    const done = await using(policy, work);
    this.playMs += wallClockMs() - startMs;
    return done;
  }
}
