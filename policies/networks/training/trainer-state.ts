import type { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';
import { float32, floats, type Tensors } from '../onnx/tensor.ts';
import type { Parameters, TrainerOptions, TrainerState } from './trainer-role.ts';

/**
 * The carried tensors that a trainer starts with, by their names in the training graph.
 *
 * Throws: when the state to go on from has other parameters than the options, or other shapes.
 */
export function startingTensors({ parameters, state }: TrainerOptions): Tensors {
  if (state) checkState(state, parameters);
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, { shape, data }]) => [
      [name, float32(shape, (state?.parameters[name]?.data ?? data).slice())],
      [`${name}.m`, float32(shape, state?.firstMoments[name]?.data.slice() ?? new Float32Array(data.length))],
      [`${name}.v`, float32(shape, state?.secondMoments[name]?.data.slice() ?? new Float32Array(data.length))],
    ]),
  );
}

/** A trainer's state from the carried tensors as they stand. */
export function stateOf(carried: Tensors, shapes: Parameters, steps: number): TrainerState {
  const named = (suffix: string) => parametersOf(carried, shapes, suffix);
  return { parameters: named(''), firstMoments: named('.m'), secondMoments: named('.v'), steps };
}

/** The carried tensors of these parameters alone. */
export function parametersOf(carried: Tensors, shapes: Parameters, suffix = ''): Parameters {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, { shape }]) => [name, { shape, data: floats(carried, `${name}${suffix}`) }]),
  );
}

function checkState(state: TrainerState, parameters: Parameters): void {
  for (const group of [state.parameters, state.firstMoments, state.secondMoments]) {
    for (const name of Object.keys(group))
      if (!parameters[name])
        throw new Error(`the state to go on from has a parameter "${name}" that the model has not: start anew`);
    for (const [name, { shape }] of Object.entries(parameters)) {
      const found = group[name]?.shape.join(', ') ?? 'missing';
      if (found !== shape.join(', ') || !group[name])
        throw new Error(
          `parameter "${name}" is [${shape.join(', ')}] in the model and [${found}] in the state to go on from: start anew`,
        );
    }
  }
}

/** Stores parameters in the graph itself, under their names: for serving them, or for training others upon them. */
export function frozen(graph: Graph, parameters: Parameters): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, data }]) => [name, graph.initializer(name, shape, data)]),
  );
}
