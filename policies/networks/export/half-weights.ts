import { float16Bits, MAX_FLOAT16 } from './float16.ts';
import { DataType, type EditableModel, float32Values, node, tensor } from './model-file.ts';

/** Tensors of fewer elements stay as they are: a cast costs more than it saves. */
const FEWEST_ELEMENTS = 16;

/**
 * Stores the named float32 weights as float16 and casts them back when the model is loaded: half the file, the
 * same speed.
 *
 * Throws: when a weight is too large for float16, naming it.
 */
export function halveWeights(model: EditableModel, names: ReadonlySet<string>): void {
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
