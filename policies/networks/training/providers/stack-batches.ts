import type { TensorData, Tensors } from '../../onnx/tensor.ts';
import type { TrainingBatch } from '../trainer-role.ts';

/** Splits batches into runs of at most `longest` neighbours of one shape. */
export function runsOfOneShape(batches: readonly TrainingBatch[], longest: number): TrainingBatch[][] {
  const runs: TrainingBatch[][] = [];
  for (const batch of batches) {
    const run = runs.at(-1);
    if (run && run.length < longest && shapeOf(run[0]!.feeds) === shapeOf(batch.feeds)) run.push(batch);
    else runs.push([batch]);
  }
  return runs;
}

function shapeOf(feeds: Tensors): string {
  return Object.keys(feeds)
    .sort()
    .map((name) => `${name} ${feeds[name]!.type} ${feeds[name]!.shape.join(',')}`)
    .join('; ');
}

/** Tensors of one shape, one after the other under a new leading axis. */
export function stackTensors(tensors: readonly TensorData[]): TensorData {
  const [{ type, shape, data }] = tensors as [TensorData];
  const all = new (data.constructor as new (size: number) => TensorData['data'])(data.length * tensors.length);
  for (const [index, one] of tensors.entries()) all.set(one.data as never, index * data.length);
  return { type, shape: [tensors.length, ...shape], data: all };
}
