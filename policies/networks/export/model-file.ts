import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  TensorProtoSchema,
} from 'onnx-buf';
import { messageOf } from '../../../harness/shared/message-of.ts';
import type { Parameters } from '../training/trainer-role.ts';

export { DataType, type NodeProto, type TensorProto };

/** The parts of a model that a change of precision touches. */
export interface EditableModel {
  readonly proto: ModelProto;
  nodes: NodeProto[];
  weights: TensorProto[];
}

/** Reads a model's bytes. Throws: when they are no ONNX model. */
export function readModel(bytes: Uint8Array): EditableModel {
  let proto: ModelProto;
  try {
    proto = fromBinary(ModelProtoSchema, bytes);
  } catch (error) {
    throw new Error(`the bytes are no ONNX model (${messageOf(error)}): export one that this version wrote`);
  }
  if (!proto.graph || proto.graph.output.length === 0)
    throw new Error('the bytes are no ONNX model: they hold no graph with outputs; export one that this version wrote');
  return { proto, nodes: [...proto.graph.node], weights: [...proto.graph.initializer] };
}

/** The float32 weights of a model that have these names. Throws: when the bytes are no ONNX model, or hold none of them. */
export function namedWeights(bytes: Uint8Array, names: readonly string[]): Parameters {
  const wanted = new Set(names);
  const found = readModel(bytes).weights.flatMap((weight) => {
    const data = wanted.has(weight.name) ? float32Values(weight) : null;
    return data ? [[weight.name, { shape: weight.dims.map(Number), data }] as const] : [];
  });
  if (found.length === 0)
    throw new Error(`the model holds none of ${names.join(', ')}: give one that this version wrote`);
  return Object.fromEntries(found);
}

/** Leaves out the weights that nothing reads. */
export function pruneWeights(model: EditableModel): void {
  const outputs = model.proto.graph?.output ?? [];
  const read = new Set([...model.nodes.flatMap(({ input }) => input), ...outputs.map(({ name }) => name)]);
  model.weights = model.weights.filter(({ name }) => read.has(name));
}

/** The model's bytes, with its nodes and weights as they are now. */
export function writeModel({ proto, nodes, weights }: EditableModel): Uint8Array {
  const graph = proto.graph!;
  graph.node = nodes;
  graph.initializer = weights;
  return toBinary(ModelProtoSchema, proto);
}

/** One ONNX node; attributes are integers. */
export function node(
  opType: string,
  input: readonly string[],
  output: readonly string[],
  attributes: Readonly<Record<string, number>> = {},
): NodeProto {
  return create(NodeProtoSchema, {
    opType,
    input: [...input],
    output: [...output],
    attribute: Object.entries(attributes).map(([name, value]) =>
      create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(value) }),
    ),
  });
}

/** A stored tensor. */
export function tensor(
  name: string,
  dataType: DataType,
  dims: readonly number[],
  data: Float32Array | Uint16Array | Int8Array | Uint8Array | BigInt64Array,
): TensorProto {
  const rawData = Uint8Array.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return create(TensorProtoSchema, { name, dataType, dims: dims.map(BigInt), rawData });
}

/** The values of a stored float32 tensor; null where it is of another type or not stored raw. */
export function float32Values({ dataType, rawData }: TensorProto): Float32Array | null {
  if (dataType !== DataType.FLOAT || rawData.byteLength === 0) return null;
  // A copy: the bytes need not lie on a multiple of four.
  return new Float32Array(Uint8Array.from(rawData).buffer);
}
