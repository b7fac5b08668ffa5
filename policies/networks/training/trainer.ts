import { messageOf } from '../../../harness/shared/message-of.ts';
import { createHostTrainer, createWebgpuTrainer } from './host-trainer.ts';
import { observedSteps } from './observe-steps.ts';
import { createLoopTrainer } from './providers/loop-trainer.ts';
import type { Trainer, TrainerMaker, TrainerOptions } from './trainer-role.ts';
import { buildTrainingGraph } from './training-graph.ts';

/** How a trainer is made on each execution provider. To add one: its maker in a file of its own, its entry here. */
export const TRAINERS: Readonly<Record<string, TrainerMaker>> = {
  cpu: createHostTrainer,
  webgpu: createWebgpuTrainer,
  cuda: createLoopTrainer('cuda'),
};

export type {
  Parameter,
  Parameters,
  Trainer,
  TrainerOptions,
  TrainerState,
} from './trainer-role.ts';

/**
 * Builds the training graph and loads it on the first provider, in the order asked, that takes it.
 *
 * Throws: when the graph cannot be built, or one line when no provider takes it.
 */
export async function createTrainer(options: TrainerOptions): Promise<Trainer> {
  const training = buildTrainingGraph(options);
  const { providers = ['cpu'] } = options;
  const refused: string[] = [];
  let last = 'no execution provider was asked for';
  for (const provider of providers) {
    const make = Object.hasOwn(TRAINERS, provider) ? TRAINERS[provider] : undefined;
    try {
      if (!make) throw new Error(`there is no trainer for "${provider}", only for ${Object.keys(TRAINERS).join(', ')}`);
      return naming(await make(training, options), refused);
    } catch (error) {
      last = messageOf(error);
      refused.push(provider);
    }
  }
  throw new Error(`nothing can be trained on ${providers.join(' or ') || 'nothing'}: ${last}`);
}

function naming(trainer: Trainer, refused: readonly string[]): Trainer {
  const provider = refused.length === 0 ? trainer.provider : `${trainer.provider} (refused: ${refused.join(', ')})`;
  const steps: Trainer['steps'] = async (batches) => [...(await observedSteps(provider, () => trainer.steps(batches)))];
  return {
    provider,
    steps,
    step: async (feeds, rate) => (await steps([{ feeds, rate }]))[0]!,
    parameters: () => trainer.parameters(),
    state: () => trainer.state(),
    dispose: () => trainer.dispose(),
  };
}
