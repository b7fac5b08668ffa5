import type { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';
import type { Parameters } from './trainer-role.ts';

/** Stores parameters in the graph itself, under their names: for serving them, or for training others upon them. */
export function frozen(graph: Graph, parameters: Parameters): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, data }]) => [name, graph.initializer(name, shape, data)]),
  );
}
