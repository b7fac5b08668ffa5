import { signatureOf, toOnnx } from '../graph/serialize.ts';
import { loadModel, type Model } from '../onnx/load-model.ts';
import { floats, scalar } from '../onnx/tensor.ts';
import { adamWScalars } from './adamw.ts';
import type { Trainer, TrainerMaker, TrainerOptions } from './trainer-role.ts';
import { parametersOf, startingTensors, stateOf } from './trainer-state.ts';
import { LOSS_OUTPUT } from './training-graph.ts';

// Fixed, so that a machine with more cores trains the same model.
export const THREADS = 2;

/** A trainer whose state stays in the model's thread, in the machine's memory: the CPU's. */
export const createHostTrainer: TrainerMaker = async (training, options) => {
  const model = await loadModel(toOnnx(training.graph), signatureOf(training.graph), {
    providers: ['cpu'],
    threads: THREADS,
    state: startingTensors(options),
  });
  return hostTrainer(model, options);
};

/** A trainer whose model makes one step a run and carries the state itself. */
function hostTrainer(model: Model, options: TrainerOptions): Trainer {
  let steps = options.state?.steps ?? 0;
  const step: Trainer['step'] = async (feeds, learningRate) => {
    const { rate, epsilon, decay } = adamWScalars(steps + 1, learningRate, options.weightDecay);
    const outputs = await model.run({ ...feeds, rate: scalar(rate), epsilon: scalar(epsilon), decay: scalar(decay) });
    steps++;
    return floats(outputs, LOSS_OUTPUT)[0]!;
  };
  const state = async () => stateOf(await model.state(), options.parameters, steps);
  return {
    provider: model.provider,
    longestRun: 1,
    step,
    async steps(batches) {
      const losses: number[] = [];
      for (const { feeds, rate } of batches) losses.push(await step(feeds, rate));
      return losses;
    },
    parameters: async () => parametersOf(await model.state(Object.keys(options.parameters)), options.parameters),
    state,
    dispose: () => model.dispose(),
  };
}

/** A trainer on WebGPU, whose session keeps the carried state in the device's memory from step to step. */
export const createWebgpuTrainer: TrainerMaker = async (training, options) => {
  const state = startingTensors(options);
  const model = await loadModel(toOnnx(training.graph), signatureOf(training.graph), {
    providers: ['webgpu'],
    threads: THREADS,
    state,
  });
  return hostTrainer(model, options);
};
