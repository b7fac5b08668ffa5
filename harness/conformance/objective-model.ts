import { alignmentLoss } from '../../policies/networks/alignment/align.ts';
import { episodeLoss } from '../../policies/networks/alignment/learn-from-episodes.ts';
import type { Objective, ObjectiveSettings } from '../../policies/networks/alignment/objective.ts';
import { gradients } from '../../policies/networks/graph/gradients.ts';
import { Graph } from '../../policies/networks/graph/graph.ts';
import { signatureOf, toOnnx } from '../../policies/networks/graph/serialize.ts';
import { loadModel } from '../../policies/networks/onnx/load-model.ts';
import type { TensorData } from '../../policies/networks/onnx/tensor.ts';

/** An objective's loss and its slope by the scores, until it is disposed of. */
export interface ObjectiveModel {
  /** Of all that losses read it takes what this one does. Lists are flat. */
  run(feeds: Readonly<Record<string, readonly number[]>>): Promise<{ readonly loss: number; readonly slope: number[] }>;
  dispose(): Promise<void>;
}

/** `shape`: answers in a minibatch, and candidates of each. */
export async function objectiveModel(
  objective: Objective,
  settings: ObjectiveSettings,
  shape: readonly [number, number],
  float: 'float32' | 'float64',
): Promise<ObjectiveModel> {
  const graph = new Graph(float);
  const scores = graph.input('scores', float, shape);
  const loss =
    objective.of === 'episodes'
      ? episodeLoss(graph, scores, objective, settings)
      : alignmentLoss(graph, scores, objective, settings, 0);
  graph.output('loss', loss);
  graph.output('slope', gradients(graph, loss, [scores])[0]!);
  const signature = signatureOf(graph);
  const model = await loadModel(toOnnx(graph), signature);
  const packed = (values: readonly number[]): TensorData => ({
    type: float,
    shape: values.length === shape[0] ? [shape[0]] : shape,
    data: float === 'float32' ? Float32Array.from(values) : Float64Array.from(values),
  });
  return {
    async run(feeds) {
      const read = Object.keys(signature.inputs).map((name) => [name, packed(feeds[name]!)] as const);
      const found = await model.run(Object.fromEntries(read));
      return { loss: Number(found.loss!.data[0]), slope: Array.from(found.slope!.data, Number) };
    },
    dispose: () => model.dispose(),
  };
}
