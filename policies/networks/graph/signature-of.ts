import type { ModelSignature, TensorSpec } from '../onnx/signature.ts';
import type { Graph } from './graph.ts';
import type { Value } from './operator.ts';

/** The signature that a graph's model has once serialised. Throws: when an input or output is boolean. */
export function signatureOf(graph: Graph): ModelSignature {
  const inputs = graph.inputs.map((value) => [value.name, specOf(value)] as const);
  const outputs = graph.outputs.map(({ name, value }) => [name, specOf(value)] as const);
  return { inputs: Object.fromEntries(inputs), outputs: Object.fromEntries(outputs) };
}

function specOf({ name, type, shape }: Value): TensorSpec {
  if (type === 'bool') throw new Error(`"${name}" is boolean: models take and give numbers`);
  return { type, shape: shape.map((dim) => (typeof dim === 'number' ? dim : null)) };
}
