import { create, toBinary } from '@bufbuild/protobuf';
import {
  TensorProto_DataType as DataType,
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  ValueInfoProtoSchema,
} from 'onnx-buf';

type Shapes = Readonly<Record<string, readonly number[]>>;

/** A model of a few nodes without weights, whose inputs and outputs are float32 tensors of known shapes. */
export function smallModel(nodes: NodeProto[], inputs: Shapes, outputs: Shapes): Uint8Array {
  const infos = (shapes: Shapes) =>
    Object.entries(shapes).map(([name, dims]) => {
      const shape = { dim: dims.map((size) => ({ value: { case: 'dimValue' as const, value: BigInt(size) } })) };
      const type = { value: { case: 'tensorType' as const, value: { elemType: DataType.FLOAT, shape } } };
      return create(ValueInfoProtoSchema, { name, type });
    });
  const graph = create(GraphProtoSchema, { name: 'small', node: nodes, input: infos(inputs), output: infos(outputs) });
  const model = create(ModelProtoSchema, { irVersion: 9n, opsetImport: [{ domain: '', version: 20n }], graph });
  return toBinary(ModelProtoSchema, model);
}
