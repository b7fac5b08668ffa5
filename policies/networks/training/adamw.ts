import { sumOver } from '../graph/functions.ts';
import type { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';

export const ADAM_BETA1 = 0.9;
export const ADAM_BETA2 = 0.999;
const EPSILON = 1e-8;

export interface AdamWOptions {
  /** Gradients whose joint norm is larger are scaled down to it. */
  readonly maxNorm: number;
}

/**
 * Adds one AdamW step with global-norm clipping: for each parameter `p` inputs `p.m` and `p.v` and outputs
 * `p.next`, `p.m.next`, `p.v.next`; scalar inputs `rate`, `epsilon` and `decay` carry the bias correction. Gives the
 * joint norm of the gradients, which is finite where all that comes of the step is.
 *
 * Source: Loshchilov & Hutter 2019; the corrections are folded into the scalars as in Kingma & Ba 2015, §2.
 */
export function addAdamW(
  graph: Graph,
  parameters: readonly Value[],
  grads: readonly Value[],
  options: AdamWOptions,
): Value {
  const [rate, epsilon, decay] = ['rate', 'epsilon', 'decay'].map((name) => graph.input(name, graph.float, []));
  const norm = jointNorm(graph, grads);
  const clip = graph.apply('Min', [graph.apply('Div', [graph.scalar(options.maxNorm), norm]), graph.scalar(1)]);
  for (const [index, parameter] of parameters.entries()) {
    const gradient = graph.apply('Mul', [grads[index]!, clip]);
    const m = graph.input(`${parameter.name}.m`, graph.float, parameter.shape);
    const v = graph.input(`${parameter.name}.v`, graph.float, parameter.shape);
    const mNext = blend(graph, m, gradient, ADAM_BETA1);
    const vNext = blend(graph, v, graph.apply('Mul', [gradient, gradient]), ADAM_BETA2);
    const root = graph.apply('Add', [graph.apply('Sqrt', [vNext]), epsilon!]);
    const move = graph.apply('Mul', [graph.apply('Div', [mNext, root]), rate!]);
    graph.output(`${parameter.name}.next`, graph.apply('Sub', [graph.apply('Mul', [parameter, decay!]), move]));
    graph.output(`${parameter.name}.m.next`, mNext);
    graph.output(`${parameter.name}.v.next`, vNext);
  }
  return norm;
}

/** The scalar inputs of step `step` (the first is 1). */
export function adamWScalars(step: number, learningRate: number, weightDecay: number) {
  const correction = Math.sqrt(1 - ADAM_BETA2 ** step);
  return {
    rate: (learningRate * correction) / (1 - ADAM_BETA1 ** step),
    epsilon: EPSILON * correction,
    decay: 1 - learningRate * weightDecay,
  };
}

function blend(graph: Graph, old: Value, fresh: Value, beta: number): Value {
  return graph.apply('Add', [
    graph.apply('Mul', [old, graph.scalar(beta)]),
    graph.apply('Mul', [fresh, graph.scalar(1 - beta)]),
  ]);
}

/** ‖all gradients‖, and a little more, to be divided by. */
function jointNorm(graph: Graph, grads: readonly Value[]): Value {
  const squares = grads.map((gradient) =>
    sumOver(
      graph,
      graph.apply('Mul', [gradient, gradient]),
      gradient.shape.map((_, axis) => axis),
    ),
  );
  const total = squares.reduce((sum, square) => graph.apply('Add', [sum, square]));
  return graph.apply('Add', [graph.apply('Sqrt', [total]), graph.scalar(1e-12)]);
}
