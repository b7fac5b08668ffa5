import type { Graph } from './graph.ts';
import type { Value } from './operator.ts';
import { OPERATORS } from './operators/table.ts';

/**
 * Adds to the graph the gradients of a scalar loss with respect to some of its values, by reverse mode.
 *
 * Throws: when the loss is no scalar, when a value does not reach it, or when an operator on the way has no VJP.
 */
export function gradients(graph: Graph, loss: Value, wrt: readonly Value[]): Value[] {
  if (loss.shape.length !== 0) throw new Error(`the loss has shape [${loss.shape.join(', ')}]: reduce it to a scalar`);
  const forward = [...graph.nodes];
  const needed = new Set(wrt.map((value) => value.name));
  for (const node of forward)
    if (node.inputs.some((input) => needed.has(input.name))) for (const output of node.outputs) needed.add(output.name);
  const found = new Map<string, Value>([[loss.name, graph.scalar(1)]]);
  for (const node of forward.reverse()) {
    const arriving = node.outputs.map((output) => found.get(output.name));
    if (!arriving.some(Boolean) || !node.inputs.some((input) => needed.has(input.name))) continue;
    const { vjp } = OPERATORS[node.operator];
    if (!vjp) throw new Error(`${node.operator} has no VJP: give it one in policies/networks/graph/operators`);
    const dys = arriving.map((dy, index) => dy ?? graph.apply('Sub', [node.outputs[index]!, node.outputs[index]!]));
    for (const [index, dx] of vjp(graph, node, dys).entries()) {
      const input = node.inputs[index];
      if (!dx || !input || !needed.has(input.name)) continue;
      const sofar = found.get(input.name);
      found.set(input.name, sofar ? graph.apply('Add', [sofar, dx]) : dx);
    }
  }
  return wrt.map((value) => {
    const gradient = found.get(value.name);
    if (!gradient) throw new Error(`"${value.name}" does not reach the loss: leave it out`);
    return gradient;
  });
}
