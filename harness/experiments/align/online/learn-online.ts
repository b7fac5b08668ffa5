import type { EpisodeObjective } from '../../../../policies/networks/alignment/objective.ts';
import { objective as grpo } from '../../../../policies/objectives/grpo.ts';
import { objective as reinforce } from '../../../../policies/objectives/reinforce.ts';
import { closedDataset, openClosedBench } from '../../../bench/closed-loop/open-closed-bench.ts';
import { inProcessDesks } from '../../../bench/desks/desks.ts';
import { SessionExamples } from '../../../bench/models/session-examples.ts';
import type { RewardWeights } from '../../../bench/reward/reward-weights.ts';
import type { NoiseSettings } from '../../../contract/operator.ts';
import { CALM_WORLD } from '../../../contract/world.ts';
import { meanOf } from '../../../shared/numbers.ts';
import { ESSA, type EssaSettings, evolve } from './evolve.ts';
import { OnlinePlace } from './online-place.ts';
import type { OnlineRun } from './online-run.ts';
import { followGradient, GRADIENT, type GradientSettings } from './reinforce.ts';

export interface LearningOnline {
  readonly noise: NoiseSettings;
  readonly weights: RewardWeights;
  readonly seed: string;
  readonly episodes: number;
  readonly cache: string | false;
  readonly providers: string;
  /** Whether the search is made in int8 too: what quantising costs is the larger part. */
  readonly int8: boolean;
  /** What the first population chose, by method; it fills it in. */
  readonly chosen: Map<string, EssaSettings | GradientSettings>;
  readonly onRun: (line: string) => void;
}

/** What is tried, before any figure is looked at; what operators report of the cases that are learned from chooses. */
const WIDTHS: readonly EssaSettings[] = [0.1, 0.2].map((width) => ({ ...ESSA, width }));
const RATES: readonly GradientSettings[] = [0.0003, 0.001].map((learningRate) => ({ ...GRADIENT, learningRate }));

/** Sessions of a population; so few that the transformer is a tiny one. */
const SESSIONS = 420;
const SHARES = { train: 0.3, feedback: 0.3, calibration: 0.05, evaluation: 0.35 };
const MODELS = { policy: 'transformer', critic: 'max-softmax', gate: 'plug-in', target: 0.9, delta: 0.05 };
const GRADIENTS: readonly EpisodeObjective[] = [grpo, reinforce];

/** A tiny transformer with adapters that learns from rewards of its own episodes, by each way for as many episodes. */
export async function learnOnline(request: LearningOnline): Promise<OnlineRun[]> {
  const { noise, weights, seed, episodes, cache, providers, int8, chosen, onRun } = request;
  const loaded = await closedDataset(undefined, SESSIONS, seed);
  const options = { ...MODELS, seed, cache, providers };
  const open = await openClosedBench({ options, loaded, shares: SHARES, rates: CALM_WORLD });
  try {
    const { catalog } = loaded.dataset;
    const examples = new SessionExamples(inProcessDesks(catalog).openEnvironment(), catalog);
    const place = await OnlinePlace.open({
      ...{ bench: open.bench, noise, weights, seed },
      logged: await examples.ofAll(open.parts.train),
      cases: open.parts.feedback,
      fresh: open.parts.evaluation,
    });
    const best = async <S extends EssaSettings | GradientSettings>(
      method: string,
      settings: readonly S[],
      learn: (own: S) => Promise<OnlineRun>,
    ): Promise<OnlineRun> => {
      const known = chosen.get(method) as S | undefined;
      const tried: { readonly own: S; readonly run: OnlineRun }[] = [];
      for (const own of known ? [known] : settings) {
        onRun(method);
        tried.push({ own, run: await learn(own) });
      }
      const first = tried.reduce((a, b) => (lateReward(b.run) > lateReward(a.run) ? b : a));
      chosen.set(method, first.own);
      return first.run;
    };
    const runs = [await best('essa fp32', WIDTHS, (own) => evolve(place, own, episodes))];
    const width = chosen.get('essa fp32') as EssaSettings;
    if (int8)
      runs.push(await best('essa int8', [width], (own) => evolve(place, { ...own, precision: 'int8' }, episodes)));
    for (const objective of GRADIENTS)
      runs.push(await best(objective.name, RATES, (own) => followGradient(place, objective, own, episodes)));
    return runs;
  } finally {
    await open.close();
  }
}

/** Mean of what was reported over the later half of the rounds. */
const lateReward = ({ rounds }: OnlineRun): number =>
  meanOf(rounds.slice(Math.floor(rounds.length / 2)).map(({ reported }) => reported));
