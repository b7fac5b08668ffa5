import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../../../harness/contract/atomic-write.ts';
import { messageOf } from '../../../harness/shared/message-of.ts';
import { sumOf } from '../../../harness/shared/numbers.ts';
import { DataType, type EditableModel, float32Values, node, readModel, tensor, writeModel } from './model-file.ts';
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

/** Tensors of fewer elements stay as they are: a cast costs more than it saves. */
const FEWEST_ELEMENTS = 16;

/**
 * Stores the named float32 weights as float16 and casts them back when the model is loaded: half the file, the
 * same speed.
 *
 * Throws: when a weight is too large for float16, naming it.
 */
function halveWeights(model: EditableModel, names: ReadonlySet<string>): void {
  const casts = [];
  const weights = [];
  for (const weight of model.weights) {
    const values = names.has(weight.name) ? float32Values(weight) : null;
    if (!values || values.length < FEWEST_ELEMENTS) {
      weights.push(weight);
      continue;
    }
    const stored = `${weight.name}.fp16`;
    weights.push(tensor(stored, DataType.FLOAT16, weight.dims.map(Number), halved(weight.name, values)));
    casts.push(node('Cast', [stored], [weight.name], { to: DataType.FLOAT }));
  }
  model.weights = weights;
  model.nodes = [...casts, ...model.nodes];
}

function halved(name: string, values: Float32Array): Uint16Array {
  return Uint16Array.from(values, (value, index) => {
    // Also true for NaN, which no comparison holds for.
    if (!(Math.abs(value) <= MAX_FLOAT16))
      throw new Error(
        `weight "${name}" holds ${value} at ${index}, beyond float16's ±${MAX_FLOAT16}: export it as fp32, or train with more weight decay`,
      );
    return float16Bits(value);
  });
}

const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/** Largest finite half-precision number. */
export const MAX_FLOAT16 = 65_504;

/**
 * The bits of the half-precision number nearest to `value`, ties to even; subnormals are kept.
 *
 * Source: IEEE 754-2019, binary16.
 */
export function float16Bits(value: number): number {
  single[0] = value;
  const all = bits[0]!;
  const sign = (all >>> 16) & 0x8000;
  const exponent = ((all >>> 23) & 0xff) - 127;
  const mantissa = all & 0x7fffff;
  if (exponent === 128) return sign | 0x7c00 | (mantissa === 0 ? 0 : 0x200);
  if (exponent < -25) return sign;
  // A carry out of the mantissa raises the exponent by one, which is what rounding up means there.
  if (exponent >= -14) return exponent > 15 ? sign | 0x7c00 : sign | (((exponent + 15) << 10) + rounded(mantissa, 13));
  return sign | rounded(mantissa | 0x800000, -1 - exponent);
}

/** `value` / 2^shift to the nearest integer, ties to even. */
function rounded(value: number, shift: number): number {
  const kept = value >>> shift;
  const rest = value & (2 ** shift - 1);
  const half = 2 ** (shift - 1);
  return rest > half || (rest === half && (kept & 1) === 1) ? kept + 1 : kept;
}

/**
 * Copies a saved policy or critic, its models in another precision: whatever loads the one loads the other.
 * Returns the total size of its model files in bytes.
 *
 * Throws: when the target exists, when the folder holds no model, or when one does not fit the precision, naming it.
 */
export function exportFolder(from: string, to: string, precision: Precision): number {
  if (existsSync(to)) throw new Error(`${to} exists already: choose another folder`);
  const files = readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.onnx'));
  if (files.length === 0) throw new Error(`${from} holds no model: give a folder that a policy or critic was saved to`);
  const models = files.map((file) => ({ file, bytes: converted(join(from, file), precision) }));
  mkdirSync(to, { recursive: true });
  cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith('.onnx') });
  for (const { file, bytes } of models) writeFileAtomic(join(to, file), bytes);
  return sumOf(models, ({ bytes }) => bytes.byteLength);
}

function converted(path: string, precision: Precision): Uint8Array {
  try {
    return inPrecision(readFileSync(path), precision);
  } catch (error) {
    throw new Error(`${path}: ${messageOf(error)}`);
  }
}
