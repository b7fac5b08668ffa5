/** Element types that models here take and give. */
export type TensorType = 'float32' | 'float64' | 'int32' | 'int64';

/** A dense tensor in row-major order. */
export interface TensorData {
  readonly type: TensorType;
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array | BigInt64Array;
}

/** Tensors by name. */
export type Tensors = Readonly<Record<string, TensorData>>;

/** A float32 tensor. */
export function float32(shape: readonly number[], data: Float32Array): TensorData {
  return { type: 'float32', shape, data };
}

/** An int32 tensor. */
export function int32(shape: readonly number[], data: Int32Array): TensorData {
  return { type: 'int32', shape, data };
}

/** A float32 scalar. */
export function scalar(value: number): TensorData {
  return { type: 'float32', shape: [], data: Float32Array.of(value) };
}

/** The values of a named float32 tensor. Throws: when there is none. */
export function floats(tensors: Tensors, name: string): Float32Array {
  const data = tensors[name]?.data;
  if (!(data instanceof Float32Array)) throw new Error(`the model gave no float32 tensor "${name}"`);
  return data;
}
