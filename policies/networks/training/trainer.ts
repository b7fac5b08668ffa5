import { probeProvider } from '../onnx/load-model.ts';
import { providerName, type Refused, reasonOf } from '../onnx/refused.ts';
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
 * Builds the training graph and loads it on the first provider, in the order asked, that can be had.
 *
 * Throws: when the graph cannot be built; one line when no provider can be had, or when one can and does not take it.
 */
export async function createTrainer(options: TrainerOptions): Promise<Trainer> {
  const training = buildTrainingGraph(options);
  const { providers = ['cpu'] } = options;
  const refused: Refused[] = [];
  for (const provider of providers) {
    const make = Object.hasOwn(TRAINERS, provider) ? TRAINERS[provider] : undefined;
    if (!make) {
      const known = Object.keys(TRAINERS).join(', ');
      refused.push({ provider, reason: `there is no trainer for "${provider}", only for ${known}` });
      continue;
    }
    try {
      return naming(await make(training, options), refused);
    } catch (error) {
      if ((await probeProvider(provider)) === null) throw error;
      refused.push({ provider, reason: reasonOf(error) });
    }
  }
  const last = refused.at(-1)?.reason ?? 'no execution provider was asked for';
  throw new Error(`nothing can be trained on ${providers.join(' or ') || 'nothing'}: ${last}`);
}

function naming(trainer: Trainer, refused: readonly Refused[]): Trainer {
  const provider = providerName(trainer.provider, refused);
  const steps: Trainer['steps'] = async (batches) => [...(await observedSteps(provider, () => trainer.steps(batches)))];
  return {
    provider,
    longestRun: trainer.longestRun,
    steps,
    step: async (feeds, rate) => (await steps([{ feeds, rate }]))[0]!,
    parameters: () => trainer.parameters(),
    state: () => trainer.state(),
    dispose: () => trainer.dispose(),
  };
}
