import { toOnnx } from '../../graph/serialize.ts';
import { signatureOf } from '../../graph/signature-of.ts';
import { loadModel } from '../../onnx/load-model.ts';
import { hostTrainer, THREADS } from '../host-trainer.ts';
import type { TrainerMaker } from '../trainer-role.ts';
import { startingTensors } from '../trainer-state.ts';

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
