import { createHash } from 'node:crypto';
import { toOnnx } from '../graph/serialize.ts';
import type { Tensors } from '../onnx/tensor.ts';
import type { TrainerOptions } from './trainer-role.ts';
import { buildTrainingGraph } from './training-graph.ts';

/**
 * A hash of what is trained: the training graph with all that is frozen in it, the parameters as they start, the
 * settings and a sample of the feeds. Providers are left out: a training may go on where another one is at hand.
 */
export function trainingIdentity(
  trainer: Omit<TrainerOptions, 'state'>,
  settings: readonly (number | string | null)[],
  sample: readonly Tensors[],
): string {
  const hash = createHash('sha256');
  hash.update(toOnnx(buildTrainingGraph(trainer).graph));
  hash.update(JSON.stringify([trainer.weightDecay, ...settings]));
  for (const tensors of [trainer.parameters, ...sample])
    for (const [name, { shape, data }] of Object.entries(tensors)) {
      hash.update(JSON.stringify([name, shape]));
      hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    }
  return hash.digest('hex');
}
