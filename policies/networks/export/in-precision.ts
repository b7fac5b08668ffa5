import { halveWeights } from './half-weights.ts';
import { readModel, writeModel } from './model-file.ts';
import { quantizeProducts } from './quantize-products.ts';

/**
 * Number formats that a trained model can be served in: `fp32` as it was trained; `fp16` half the file, cast back at
 * load; `int8` products with stored matrices in 8-bit integers, all other weights as in `fp16`.
 */
export const PRECISIONS = ['fp32', 'fp16', 'int8'] as const;
export type Precision = (typeof PRECISIONS)[number];

/**
 * A float32 ONNX model in another precision; its inputs and outputs keep their names, types and shapes.
 *
 * Throws: when the bytes are no ONNX model, or a weight does not fit the precision, naming it.
 */
export function inPrecision(model: Uint8Array, precision: Precision): Uint8Array {
  if (precision === 'fp32') return model;
  const edited = readModel(model);
  const trained = new Set(edited.weights.map(({ name }) => name));
  if (precision === 'int8') quantizeProducts(edited);
  // Not the scales that quantising added: many of them are too small for float16.
  halveWeights(edited, trained);
  return writeModel(edited);
}
