import { gradients } from '../networks/graph/gradients.ts';
import { Graph } from '../networks/graph/graph.ts';
import type { Value } from '../networks/graph/operator.ts';
import { toOnnx } from '../networks/graph/serialize.ts';
import { loadModel, type Model } from '../networks/onnx/load-model.ts';
import type { TensorSpec } from '../networks/onnx/signature.ts';
import type { Tensors } from '../networks/onnx/tensor.ts';

/** A function under check: its differentiable inputs by shape, its id inputs by shape, and how it is built. */
export interface Differentiable {
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly ids?: Readonly<Record<string, readonly number[]>>;
  /** Builds the scalar loss. */
  build(graph: Graph, inputs: Readonly<Record<string, Value>>): Value;
}

const STEP = 1e-5;

/** A float64 model of a function and its gradients, to be checked against central differences. */
export async function differentiated(subject: Differentiable): Promise<Model> {
  const graph = new Graph('float64');
  const floats = Object.entries(subject.inputs).map(([name, shape]) => graph.input(name, 'float64', shape));
  const ids = Object.entries(subject.ids ?? {}).map(([name, shape]) => graph.input(name, 'int32', shape));
  const loss = subject.build(graph, Object.fromEntries([...floats, ...ids].map((value) => [value.name, value])));
  graph.output('loss', loss);
  for (const [index, gradient] of gradients(graph, loss, floats).entries())
    graph.output(`d.${floats[index]!.name}`, gradient);
  const float64 = (shape: readonly number[]): TensorSpec => ({ type: 'float64', shape });
  const specs = Object.entries(subject.inputs).map(([name, shape]) => [name, float64(shape)] as const);
  const idSpecs = Object.entries(subject.ids ?? {}).map(([name, shape]) => [name, { type: 'int32', shape }] as const);
  return loadModel(toOnnx(graph), {
    inputs: Object.fromEntries<TensorSpec>([...specs, ...idSpecs]),
    outputs: { loss: float64([]), ...Object.fromEntries(specs.map(([name, spec]) => [`d.${name}`, spec])) },
  });
}

/**
 * Largest difference between a model's gradients and central differences at a point, relative to the larger of 1
 * and the gradient's size.
 */
export async function gradientError(model: Model, point: Tensors): Promise<number> {
  const evaluate = (tensors: Tensors) =>
    model.run(
      Object.fromEntries(Object.entries(tensors).map(([name, one]) => [name, { ...one, data: one.data.slice() }])),
    );
  const at = await evaluate(point);
  let worst = 0;
  for (const [name, tensor] of Object.entries(point)) {
    if (tensor.type !== 'float64') continue;
    const analytic = at[`d.${name}`]!.data as Float64Array;
    for (let index = 0; index < analytic.length; index++) {
      const lossAt = async (shift: number) => {
        const data = (tensor.data as Float64Array).slice();
        data[index]! += shift;
        return ((await evaluate({ ...point, [name]: { ...tensor, data } })).loss!.data as Float64Array)[0]!;
      };
      const numeric = ((await lossAt(STEP)) - (await lossAt(-STEP))) / (2 * STEP);
      const error = Math.abs(numeric - analytic[index]!) / Math.max(1, Math.abs(numeric));
      worst = Math.max(worst, error);
    }
  }
  return worst;
}
