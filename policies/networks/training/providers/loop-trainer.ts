import { loadModel, type Model } from '../../onnx/load-model.ts';
import { float32, floats, type Tensors } from '../../onnx/tensor.ts';
import { adamWScalars } from '../adamw.ts';
import { THREADS } from '../host-trainer.ts';
import type { Trainer, TrainerMaker, TrainerOptions, TrainingBatch } from '../trainer-role.ts';
import { startingTensors, stateOf } from '../trainer-state.ts';
import { LOSS_OUTPUT, STEP_SCALARS } from '../training-graph.ts';
import { loopModel } from './loop-model.ts';
import { runsOfOneShape, stackTensors } from './stack-batches.ts';

/** The most steps of one run: enough that moving the state between host and device costs little. */
export const LONGEST_RUN = 32;

/**
 * Trainers that make many steps in one run of the model, for providers that give their memory's contents to nobody
 * between runs: the state crosses over once a run, not once a step. Give them batches of one shape by `steps`.
 */
export function createLoopTrainer(provider: string): TrainerMaker {
  return async (training, options) => {
    const { bytes, signature } = loopModel(training);
    const state = startingTensors(options);
    const model = await loadModel(bytes, signature, { providers: [provider], threads: THREADS, state });
    return loopTrainer(model, options);
  };
}

function loopTrainer(model: Model, options: TrainerOptions): Trainer {
  let made = options.state?.steps ?? 0;
  const run = async (batches: readonly TrainingBatch[]) => {
    const outputs = await model.run({ ...stackFeeds(batches), ...stackScalars(batches, made, options.weightDecay) });
    made += batches.length;
    return [...floats(outputs, LOSS_OUTPUT)];
  };
  const steps: Trainer['steps'] = async (batches) => {
    const losses: number[] = [];
    for (const one of runsOfOneShape(batches, LONGEST_RUN)) losses.push(...(await run(one)));
    return losses;
  };
  const state = async () => stateOf(await model.state(), options.parameters, made);
  return {
    provider: model.provider,
    steps,
    step: async (feeds, rate) => (await steps([{ feeds, rate }]))[0]!,
    parameters: async () => (await state()).parameters,
    state,
    dispose: () => model.dispose(),
  };
}

function stackFeeds(batches: readonly TrainingBatch[]): Tensors {
  const names = Object.keys(batches[0]?.feeds ?? {});
  return Object.fromEntries(names.map((name) => [name, stackTensors(batches.map(({ feeds }) => feeds[name]!))]));
}

function stackScalars(batches: readonly TrainingBatch[], made: number, weightDecay: number): Tensors {
  const scalars = batches.map(({ rate }, index) => adamWScalars(made + index + 1, rate, weightDecay));
  return Object.fromEntries(
    STEP_SCALARS.map((name) => [
      name,
      float32(
        [batches.length],
        Float32Array.from(scalars, (one) => one[name]),
      ),
    ]),
  );
}
