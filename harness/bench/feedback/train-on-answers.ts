import { type Answer, align } from '../../../policies/networks/alignment/align.ts';
import type { AnswerObjective, ObjectiveSettings } from '../../../policies/networks/alignment/objective.ts';
import type { TrainableNetwork } from '../../../policies/networks/alignment/trainable.ts';
import type { Watch } from '../../../policies/networks/training/fit-model.ts';
import type { ReferenceDynamics } from '../../../policies/networks/training/reference.ts';
import type { Parameters } from '../../../policies/networks/training/trainer-role.ts';
import type { Answered } from '../../contract/policy.ts';

/** How a network is trained on with answers. */
export interface AnswerTraining {
  readonly objective: AnswerObjective;
  readonly dynamics: ReferenceDynamics;
  readonly learningRate: number;
  /** Null where the objective has none. */
  readonly beta: number | null;
  /** Share of pairs that are the wrong way round. */
  readonly flipped: number;
  /** About how many: what is learned from is gone through whole, and at least once. */
  readonly steps: number;
  readonly seed: string;
  readonly watch?: Watch | undefined;
  readonly onProgress?: ((fraction: number, line: string) => void) | undefined;
}

const ROWS = 32;

/** Trains a network of a policy on with what operators made of suggestions. */
export async function trainOnAnswers(
  network: TrainableNetwork,
  answered: readonly Answered[],
  { objective, dynamics, learningRate, beta, flipped, steps, seed, watch, onProgress }: AnswerTraining,
): Promise<Parameters> {
  const own = (await network.answersOf(answered)).flat();
  const settings: ObjectiveSettings = { beta: beta ?? 1, flipped, ...evenWeights(own), clip: 0 };
  const perEpoch = Math.max(1, Math.ceil(taught(own, objective.of) / ROWS));
  return align(network.model, own, {
    ...{ objective, settings, reference: dynamics, supervised: 0, learningRate, rows: ROWS },
    epochs: Math.max(1, Math.round(steps / perEpoch)),
    seed: `${seed} ${network.name}`,
    onProgress,
    ...(watch && { watch }),
  });
}

/** Weights with which accepted and refused suggestions count for half each, however many there are of either. */
function evenWeights(answers: readonly Answer<unknown>[]): Pick<ObjectiveSettings, 'desirable' | 'undesirable'> {
  const accepted = answers.filter(({ right }) => right !== null).length;
  const refused = answers.filter((answer) => answer.refused !== null).length;
  const half = (accepted + refused) / 2;
  return { desirable: half / Math.max(1, accepted), undesirable: half / Math.max(1, refused) };
}

/** Terms of the loss that answers give. */
function taught(answers: readonly Answer<unknown>[], of: AnswerObjective['of']): number {
  const count = ({ right, refused }: Answer<unknown>) => Number(right !== null) + Number(refused !== null);
  if (of === 'pairs') return answers.filter((answer) => count(answer) === 2).length;
  return answers.reduce((sum, answer) => sum + count(answer), 0);
}
