import { loadModel, type Model } from '../onnx/load-model.ts';
import { float32, floats, scalar, type Tensors } from '../onnx/tensor.ts';
import { adamWScalars, addAdamW } from './adamw.ts';
import { gradients } from './gradients.ts';
import { Graph } from './graph.ts';
import type { Value } from './operator.ts';
import { toOnnx } from './serialize.ts';
import { signatureOf } from './signature-of.ts';

/** A parameter's shape and values. */
export interface Parameter {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}
export type Parameters = Readonly<Record<string, Parameter>>;

export interface TrainerOptions {
  /** Parameters as they start. */
  readonly parameters: Parameters;
  /** Builds the scalar loss of one minibatch from the parameters; adds the inputs that it needs. */
  build(graph: Graph, parameters: Readonly<Record<string, Value>>): Value;
  readonly weightDecay: number;
  readonly providers?: readonly string[] | undefined;
}

/** Trains parameters by minibatches: forward, backward and update are one ONNX graph. */
export interface Trainer {
  readonly provider: string;
  /** Makes one AdamW step and returns the minibatch's loss before it. The feeds' buffers are handed over. */
  step(feeds: Tensors, learningRate: number): Promise<number>;
  parameters(): Promise<Parameters>;
  dispose(): Promise<void>;
}

const MAX_GRADIENT_NORM = 5;
// Fixed, so that a machine with more cores trains the same model.
const THREADS = 2;

/** Builds and loads the training graph. Throws: as `loadModel` does. */
export async function createTrainer(options: TrainerOptions): Promise<Trainer> {
  const graph = new Graph();
  const names = Object.keys(options.parameters);
  const values = Object.fromEntries(
    Object.entries(options.parameters).map(([name, { shape }]) => [name, graph.input(name, 'float32', shape)]),
  );
  const loss = options.build(graph, values);
  const wrt = names.map((name) => values[name]!);
  addAdamW(graph, wrt, gradients(graph, loss, wrt), { maxNorm: MAX_GRADIENT_NORM });
  graph.output('loss', loss);
  const model = await loadModel(toOnnx(graph), signatureOf(graph), {
    providers: options.providers,
    threads: THREADS,
    state: startingState(options.parameters),
  });
  return trainerOf(model, options);
}

function trainerOf(model: Model, options: TrainerOptions): Trainer {
  let steps = 0;
  return {
    provider: model.provider,
    async step(feeds, learningRate) {
      steps++;
      const { rate, epsilon, decay } = adamWScalars(steps, learningRate, options.weightDecay);
      const outputs = await model.run({ ...feeds, rate: scalar(rate), epsilon: scalar(epsilon), decay: scalar(decay) });
      return floats(outputs, 'loss')[0]!;
    },
    async parameters() {
      const state = await model.state();
      return Object.fromEntries(
        Object.entries(options.parameters).map(([name, { shape }]) => [name, { shape, data: floats(state, name) }]),
      );
    },
    dispose: () => model.dispose(),
  };
}

function startingState(parameters: Parameters): Tensors {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, { shape, data }]) => [
      [name, float32(shape, data)],
      [`${name}.m`, float32(shape, new Float32Array(data.length))],
      [`${name}.v`, float32(shape, new Float32Array(data.length))],
    ]),
  );
}
