import type { Graph } from './graph.ts';
import type { Composed, Value } from './operator.ts';
import { OPERATORS } from './operators/table.ts';

/** What is differentiated at once: a node, or several that count as one. */
interface Step {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  vjp(gradients: readonly Value[]): readonly (Value | null)[];
}

/**
 * Adds to the graph the gradients of a scalar loss with respect to some of its values, by reverse mode.
 *
 * Throws: when the loss is no scalar, when a value does not reach it, when an operator on the way has no VJP, or when
 * something reads what lies within nodes that count as one.
 */
export function gradients(graph: Graph, loss: Value, wrt: readonly Value[]): Value[] {
  if (loss.shape.length !== 0) throw new Error(`the loss has shape [${loss.shape.join(', ')}]: reduce it to a scalar`);
  const forward = stepsOf(graph);
  const needed = new Set(wrt.map((value) => value.name));
  for (const step of forward)
    if (step.inputs.some((input) => needed.has(input.name))) for (const output of step.outputs) needed.add(output.name);
  const found = new Map<string, Value>([[loss.name, graph.scalar(1)]]);
  for (const step of forward.reverse()) {
    const arriving = step.outputs.map((output) => found.get(output.name));
    if (!arriving.some(Boolean) || !step.inputs.some((input) => needed.has(input.name))) continue;
    const dys = arriving.map((dy, index) => dy ?? graph.apply('Sub', [step.outputs[index]!, step.outputs[index]!]));
    for (const [index, dx] of step.vjp(dys).entries()) {
      const input = step.inputs[index];
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

/** The graph's nodes in their order; those that count as one stand for all within them. */
function stepsOf(graph: Graph): Step[] {
  const whole = new Map(graph.composites.map((composed) => [composed.from, composed]));
  const steps: Step[] = [];
  for (let index = 0; index < graph.nodes.length; index++) {
    const composed = whole.get(index);
    if (composed) {
      assertClosed(graph, composed);
      steps.push({ ...composed, outputs: [composed.output], vjp: ([dy]) => composed.vjp(dy!) });
      index = composed.to - 1;
      continue;
    }
    const node = graph.nodes[index]!;
    const { vjp } = OPERATORS[node.operator];
    steps.push({
      ...node,
      vjp(dys) {
        if (!vjp) throw new Error(`${node.operator} has no VJP: give it one in policies/networks/graph/operators`);
        return vjp(graph, node, dys);
      },
    });
  }
  return steps;
}

/** Throws where a node from elsewhere reads what lies within: its gradient would be lost. */
function assertClosed(graph: Graph, { from, to, output }: Composed): void {
  const within = new Set(graph.nodes.slice(from, to).flatMap((node) => node.outputs.map(({ name }) => name)));
  within.delete(output.name);
  for (const node of graph.nodes.slice(to))
    for (const { name } of node.inputs)
      if (within.has(name)) throw new Error(`"${name}" lies within nodes that count as one: read their output alone`);
}
