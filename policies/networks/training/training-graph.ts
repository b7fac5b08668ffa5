import { gradients } from '../graph/gradients.ts';
import { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';
import { addAdamW } from './adamw.ts';

/** One training step as a graph: forward, backward and update. */
export interface TrainingGraph {
  readonly graph: Graph;
  /** Names of the carried inputs (`p`, `p.m`, `p.v` for each parameter `p`): output `x.next` is input `x`'s next value. */
  readonly carried: readonly string[];
  /** The minibatch's inputs, in the order in which the loss asked for them. */
  readonly feeds: readonly Value[];
}

/** Scalar inputs of every training graph, as `adamWScalars` works them out for a step. */
export const STEP_SCALARS = ['rate', 'epsilon', 'decay'] as const;
/** Scalar output of every training graph: the minibatch's loss before the step. */
export const LOSS_OUTPUT = 'loss';
/**
 * Scalar output likewise: the joint norm of the gradients. A model refuses outputs that are not finite, so that a step
 * with a finite loss and an infinite gradient does not reach the parameters.
 */
const NORM_OUTPUT = 'gradient_norm';
/** What a training graph gives besides the carried state. */
export const STEP_OUTPUTS = [LOSS_OUTPUT, NORM_OUTPUT] as const;

/** What a training graph is built from. */
export interface TrainingGraphOptions {
  /** Shapes of the parameters, by name. */
  readonly parameters: Readonly<Record<string, { readonly shape: readonly number[] }>>;
  build(graph: Graph, parameters: Readonly<Record<string, Value>>): Value;
  readonly maxGradientNorm?: number | undefined;
}

const MAX_GRADIENT_NORM = 5;

/** Builds the graph of one AdamW step. Throws: when the loss is no scalar or a parameter does not reach it. */
export function buildTrainingGraph(options: TrainingGraphOptions): TrainingGraph {
  const graph = new Graph();
  const names = Object.keys(options.parameters);
  const values = Object.fromEntries(
    Object.entries(options.parameters).map(([name, { shape }]) => [name, graph.input(name, 'float32', shape)]),
  );
  const loss = options.build(graph, values);
  const feeds = graph.inputs.slice(names.length);
  const wrt = names.map((name) => values[name]!);
  const maxNorm = options.maxGradientNorm ?? MAX_GRADIENT_NORM;
  const norm = addAdamW(graph, wrt, gradients(graph, loss, wrt), { maxNorm });
  graph.output(LOSS_OUTPUT, loss);
  graph.output(NORM_OUTPUT, norm);
  return { graph, carried: names.flatMap((name) => [name, `${name}.m`, `${name}.v`]), feeds };
}
