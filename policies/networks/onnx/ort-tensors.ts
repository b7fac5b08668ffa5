import { Tensor } from 'onnxruntime-node';
import type { TensorData } from './tensor.ts';

/** A tensor as the runtime takes it. */
export function toTensor({ type, shape, data }: TensorData): Tensor {
  return new Tensor(type, data as never, [...shape]);
}

/** A tensor as the runtime gives it. Throws: when it holds NaN or infinity, which the runtime itself lets pass. */
export function finite(name: string, tensor: Tensor, where: string): TensorData {
  const data = tensor.data as TensorData['data'];
  if (data instanceof Float32Array || data instanceof Float64Array) {
    for (let index = 0; index < data.length; index++)
      if (!Number.isFinite(data[index]))
        throw new Error(`${where}: output "${name}" holds ${data[index]} at ${index}: check its inputs and weights`);
  }
  return { type: tensor.type as TensorData['type'], shape: tensor.dims, data };
}
