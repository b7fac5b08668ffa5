import { create, toBinary } from '@bufbuild/protobuf';
import {
  TensorProto_DataType as DataType,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  ValueInfoProtoSchema,
} from 'onnx-buf';

/** Shape of a float32 tensor. */
export interface Shaped {
  readonly dims: readonly number[];
}

/** A model that gives each float32 input `x` as output `x.next`, unchanged. */
export function identityModel(tensors: Readonly<Record<string, Shaped>>): Uint8Array {
  const names = Object.keys(tensors);
  const info = (name: string, { dims }: Shaped) => {
    const shape = { dim: dims.map((size) => ({ value: { case: 'dimValue' as const, value: BigInt(size) } })) };
    const type = { value: { case: 'tensorType' as const, value: { elemType: DataType.FLOAT, shape } } };
    return create(ValueInfoProtoSchema, { name, type });
  };
  const graph = create(GraphProtoSchema, {
    name: 'identity',
    node: names.map((name) => create(NodeProtoSchema, { opType: 'Identity', input: [name], output: [`${name}.next`] })),
    input: names.map((name) => info(name, tensors[name]!)),
    output: names.map((name) => info(`${name}.next`, tensors[name]!)),
  });
  const model = create(ModelProtoSchema, { irVersion: 9n, opsetImport: [{ domain: '', version: 20n }], graph });
  return toBinary(ModelProtoSchema, model);
}
