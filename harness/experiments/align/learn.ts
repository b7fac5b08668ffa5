import type { Answer } from '../../../policies/networks/alignment/align.ts';
import type { TrainableNetwork } from '../../../policies/networks/alignment/trainable.ts';
import type { Parameters } from '../../../policies/networks/training/trainer-role.ts';
import { trainOnAnswers } from '../../bench/feedback/train-on-answers.ts';
import type { Answered } from '../../contract/policy.ts';
import { meanOf } from '../../shared/numbers.ts';
import type { ChoiceJudge, ChoicePoint } from './judge-choices.ts';
import type { Method } from './methods.ts';

/** What is chosen on held-out answers. */
export interface Setting {
  readonly learningRate: number;
  /** Null where the objective has none. */
  readonly beta: number | null;
}

/** A method, trained with one setting. */
export interface Learned {
  readonly setting: Setting;
  /** Settings that were tried. */
  readonly tried: number;
  /** Share of held-out answers that the policy would now have given itself, by which the setting was chosen. */
  readonly heldOut: number;
  readonly parameters: Readonly<Record<string, Parameters>>;
  readonly curve: readonly ChoicePoint[];
}

export interface Learning {
  readonly networks: readonly TrainableNetwork[];
  readonly answers: readonly Answered[];
  /** Answers of other sessions, under the same noise. */
  readonly heldOut: readonly Answered[];
  readonly judge: ChoiceJudge;
  /** Share of pairs that are the wrong way round, as the simulation knows it. */
  readonly flipped: number;
  readonly steps: number;
  /** Those that are tried; one alone is taken as it is. */
  readonly settings: readonly Setting[];
  readonly seed: string;
  readonly onProgress?: (fraction: number, line: string) => void;
}

const RATES = [0.0005, 0.002];
const BETAS = [0.1, 0.5];
/** Looks at a training, the first and the last among them. */
const LOOKS = 4;
/** In nats; nobody would deploy what is so far from what was. */
const FARTHEST = 2;

/** Trains with every setting, and keeps the one whose choices are most often those of held-out answers. */
export async function learn(method: Method, learning: Learning): Promise<Learned> {
  const { settings } = learning;
  const [actions, ...others] = learning.networks as [TrainableNetwork, ...TrainableNetwork[]];
  const held = (await actions.answersOf(learning.heldOut)).flat();
  let best: Learned | null = null;
  for (const setting of settings) {
    const curve: ChoicePoint[] = [];
    const parameters = await train(actions, method, setting, learning, curve);
    const heldOut = await agreement(actions, parameters, held);
    if (best === null || heldOut > best.heldOut)
      best = { setting, tried: settings.length, heldOut, parameters: { [actions.name]: parameters }, curve };
  }
  const parameters = { ...best!.parameters };
  for (const network of others) parameters[network.name] = await train(network, method, best!.setting, learning, null);
  return { ...best!, parameters };
}

/** What is tried for a method before any figure is looked at. */
export function settingsOf({ reference }: Method): Setting[] {
  if (reference === null) return RATES.map((learningRate) => ({ learningRate, beta: null }));
  return RATES.flatMap((learningRate) => BETAS.map((beta) => ({ learningRate, beta })));
}

function train(
  network: TrainableNetwork,
  { objective, dynamics }: Method,
  setting: Setting,
  { answers, judge, flipped, steps, seed, onProgress }: Learning,
  curve: ChoicePoint[] | null,
): Promise<Parameters> {
  return trainOnAnswers(network, answers, {
    ...{ objective, dynamics, ...setting, flipped, steps, seed, onProgress },
    ...(curve && {
      watch: {
        every: Math.ceil(steps / (LOOKS - 1)),
        look: async (now: Parameters, made: number) => {
          const point = await judge.judge(now, made);
          curve.push(point);
          return point.divergence < FARTHEST;
        },
      },
    }),
  });
}

/** Share of answers that are a network's own choice. */
async function agreement(
  { model }: TrainableNetwork,
  parameters: Parameters,
  answers: readonly Answer<unknown>[],
): Promise<number> {
  const known = answers.filter(({ right }) => right !== null);
  const scored = await model.score(
    parameters,
    known.map(({ item }) => item),
  );
  return meanOf(scored.map((scores, at) => Number(scores.indexOf(Math.max(...scores)) === known[at]!.right)));
}
