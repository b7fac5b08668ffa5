import { Graph } from '../graph/graph.ts';
import { toOnnx } from '../graph/serialize.ts';
import { signatureOf } from '../graph/signature-of.ts';
import { loadModel } from '../onnx/load-model.ts';
import { floats, type Tensors } from '../onnx/tensor.ts';
import { frozen } from './frozen.ts';
import type { Parameters, TrainerOptions } from './trainer-role.ts';
import { LOSS_OUTPUT } from './training-graph.ts';

// As a trainer has them, so that the loss is the one that it would report.
const THREADS = 2;

/**
 * The training loss of minibatches under fixed parameters, as its mean weighted by their rows.
 *
 * Throws: when there is no minibatch, or as `loadModel` does.
 */
export async function lossOf(
  { build, providers }: Pick<TrainerOptions, 'build' | 'providers'>,
  parameters: Parameters,
  batches: Iterable<{ readonly feeds: Tensors; readonly rows: number }>,
): Promise<number> {
  const graph = new Graph();
  graph.output(LOSS_OUTPUT, build(graph, frozen(graph, parameters)));
  const model = await loadModel(toOnnx(graph), signatureOf(graph), { providers, threads: THREADS });
  try {
    let [total, count] = [0, 0];
    for (const { feeds, rows } of batches) {
      total += floats(await model.run(feeds), LOSS_OUTPUT)[0]! * rows;
      count += rows;
    }
    if (count === 0) throw new Error('there are no examples to take the loss of: give at least one');
    return total / count;
  } finally {
    await model.dispose();
  }
}
