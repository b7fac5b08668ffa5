import type { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';
import type { Tensors } from '../onnx/tensor.ts';
import type { TrainingGraph } from './training-graph.ts';

/** A parameter's shape and values. */
export interface Parameter {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}
export type Parameters = Readonly<Record<string, Parameter>>;

/** All that a trainer carries from step to step: started from it, training goes on as if it had never stopped. */
export interface TrainerState {
  readonly parameters: Parameters;
  /** Running means of the gradients, by parameter. */
  readonly firstMoments: Parameters;
  /** Running means of the squared gradients, by parameter. */
  readonly secondMoments: Parameters;
  /** Steps made so far. */
  readonly steps: number;
}

export interface TrainerOptions {
  /** Parameters as they start. */
  readonly parameters: Parameters;
  /**
   * Builds the scalar loss of one minibatch from the parameters; adds the inputs that it needs. What is frozen is an
   * initializer of the graph and no parameter.
   */
  build(graph: Graph, parameters: Readonly<Record<string, Value>>): Value;
  readonly weightDecay: number;
  /** Gradients whose joint norm is larger are scaled down to it; 5 by default. */
  readonly maxGradientNorm?: number | undefined;
  /** Execution providers in the order to be tried; the CPU alone by default. */
  readonly providers?: readonly string[] | undefined;
  /** Where to go on from, in place of `parameters`' values, no moments and step 0. */
  readonly state?: TrainerState | undefined;
}

/** One minibatch and the learning rate of its step. */
export interface TrainingBatch {
  readonly feeds: Tensors;
  readonly rate: number;
}

/** Trains parameters by minibatches: forward, backward and update are one ONNX graph. */
export interface Trainer {
  /** Execution provider in use, such as `cpu`; names the providers that were asked for first and refused. */
  readonly provider: string;
  /** The most steps that it makes in one run of its model, where their minibatches are of one shape. */
  readonly longestRun: number;
  /** Makes one AdamW step and returns the minibatch's loss before it. The feeds' buffers are handed over. */
  step(feeds: Tensors, learningRate: number): Promise<number>;
  /**
   * Makes one step a batch, in order, and returns their losses. All that the steps share with one another is the
   * carried state, so that a trainer may hand them to its device at once. The feeds' buffers are handed over.
   */
  steps(batches: readonly TrainingBatch[]): Promise<number[]>;
  parameters(): Promise<Parameters>;
  state(): Promise<TrainerState>;
  dispose(): Promise<void>;
}

/** Makes a trainer on one execution provider. Throws: one line, where the provider cannot be had. */
export type TrainerMaker = (training: TrainingGraph, options: TrainerOptions) => Promise<Trainer>;
