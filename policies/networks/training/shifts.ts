import type { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';
import type { Parameter, Parameters } from './trainer-role.ts';
import { frozen } from './trainer-state.ts';

/**
 * A pretrained network's weights that learn: each is its pretrained value plus `scale` times a shift, which starts at
 * zero. Under AdamW a weight then moves by `scale` times the learning rate, and decays towards its pretrained value.
 */
export function initialShifts(base: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(base).map(([name, { shape, data }]) => [name, { shape, data: new Float32Array(data.length) }]),
  );
}

/** The shifted weights as a graph's values; the base is stored in the graph. */
export function shiftedWeights(
  graph: Graph,
  base: Parameters,
  shifts: Readonly<Record<string, Value>>,
  scale: number,
): Record<string, Value> {
  const factor = graph.scalar(scale);
  return Object.fromEntries(
    Object.entries(frozen(graph, renamed(base))).map(([name, value]) => {
      const own = name.slice(BASE.length);
      return [own, graph.apply('Add', [value, graph.apply('Mul', [shifts[own]!, factor])])];
    }),
  );
}

/** The base under names of its own: the trained shifts have the weights'. */
const BASE = 'base of ';
const renamed = (base: Parameters) =>
  Object.fromEntries(Object.entries(base).map(([name, one]) => [`${BASE}${name}`, one]));

/** The shifted weights as a network's own parameters. */
export function mergeShifts(base: Parameters, shifts: Parameters, scale: number): Parameters {
  return Object.fromEntries(
    Object.entries(base).map(([name, { shape, data }]): [string, Parameter] => {
      const shift = shifts[name]!.data;
      return [name, { shape, data: data.map((weight, at) => weight + scale * shift[at]!) }];
    }),
  );
}
