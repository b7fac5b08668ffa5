import { create, toBinary } from '@bufbuild/protobuf';
import {
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  type GraphProto,
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  TensorProtoSchema,
  ValueInfoProtoSchema,
} from 'onnx-buf';
import type { ModelSignature, TensorSpec } from '../onnx/signature.ts';
import type { Graph, Initializer } from './graph.ts';
import type { Attributes, ElementType, GraphNode, Value } from './operator.ts';

export const IR_VERSION = 9n;
export const OPSET = 20n;

const DATA_TYPES: Readonly<Record<ElementType, DataType>> = {
  float32: DataType.FLOAT,
  float64: DataType.DOUBLE,
  int32: DataType.INT32,
  int64: DataType.INT64,
  bool: DataType.BOOL,
};

/** The graph as the bytes of an ONNX model; nodes, inputs and constants that no output needs are left out. */
export function toOnnx(graph: Graph): Uint8Array {
  const model = create(ModelProtoSchema, {
    irVersion: IR_VERSION,
    producerName: 'deskbench',
    opsetImport: [{ domain: '', version: OPSET }],
    graph: toGraphProto(graph),
  });
  return toBinary(ModelProtoSchema, model);
}

/** The graph as the graph of an ONNX model, or as a body within another one; leaves out what no output needs. */
export function toGraphProto(graph: Graph): GraphProto {
  const { kept, needed } = neededIn(graph);
  const naming = graph.outputs.map(({ name, value }) =>
    create(NodeProtoSchema, { opType: 'Identity', input: [value.name], output: [name] }),
  );
  return create(GraphProtoSchema, {
    name: 'deskbench',
    node: [...kept.map(nodeProto), ...naming],
    initializer: graph.initializers.filter(({ value }) => needed.has(value.name)).map(tensorProto),
    input: graph.inputs.filter(({ name }) => needed.has(name)).map(valueInfo),
    output: graph.outputs.map(({ name, value }) => valueInfo({ ...value, name })),
  });
}

/** The nodes that an output needs, in their order, and the names of all values that one does. */
function neededIn(graph: Graph) {
  const needed = new Set(graph.outputs.map((output) => output.value.name));
  const kept: GraphNode[] = [];
  for (const node of [...graph.nodes].reverse()) {
    if (!node.outputs.some((output) => needed.has(output.name))) continue;
    for (const input of node.inputs) needed.add(input.name);
    kept.push(node);
  }
  return { kept: kept.reverse(), needed };
}

function nodeProto(node: GraphNode): NodeProto {
  return create(NodeProtoSchema, {
    opType: node.operator,
    input: node.inputs.map((input) => input.name),
    output: node.outputs.map((output) => output.name),
    attribute: attributeProtos(node.attributes),
  });
}

function attributeProtos(attributes: Attributes) {
  return Object.entries(attributes).map(([name, value]) => {
    if (typeof value === 'number')
      return create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(value) });
    if (typeof value === 'string')
      return create(AttributeProtoSchema, { name, type: AttributeType.STRING, s: new TextEncoder().encode(value) });
    if ('float' in value) return create(AttributeProtoSchema, { name, type: AttributeType.FLOAT, f: value.float });
    return create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: value.map(BigInt) });
  });
}

function tensorProto({ value, data }: Initializer) {
  return create(TensorProtoSchema, {
    name: value.name,
    dataType: DATA_TYPES[value.type],
    dims: value.shape.map((dim) => BigInt(dim)),
    rawData: Uint8Array.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  });
}

function valueInfo({ name, type, shape }: Value) {
  const dim = shape.map((size) =>
    typeof size === 'number'
      ? { value: { case: 'dimValue' as const, value: BigInt(size) } }
      : { value: { case: 'dimParam' as const, value: size } },
  );
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: 'tensorType', value: { elemType: DATA_TYPES[type], shape: { dim } } } },
  });
}

/** The signature that a graph's model has once serialised. Throws: when an input or output is boolean. */
export function signatureOf(graph: Graph): ModelSignature {
  const { needed } = neededIn(graph);
  const inputs = graph.inputs.flatMap((value) =>
    needed.has(value.name) ? [[value.name, specOf(value)] as const] : [],
  );
  const outputs = graph.outputs.map(({ name, value }) => [name, specOf(value)] as const);
  return { inputs: Object.fromEntries(inputs), outputs: Object.fromEntries(outputs) };
}

function specOf({ name, type, shape }: Value): TensorSpec {
  if (type === 'bool') throw new Error(`"${name}" is boolean: models take and give numbers`);
  return { type, shape: shape.map((dim) => (typeof dim === 'number' ? dim : null)) };
}
