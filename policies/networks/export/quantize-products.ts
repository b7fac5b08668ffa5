import {
  DataType,
  type EditableModel,
  float32Values,
  type NodeProto,
  node,
  pruneWeights,
  type TensorProto,
  tensor,
} from './model-file.ts';

/**
 * Weights take 7 of their 8 bits. Processors without VNNI add two 8-bit products in 16 bits, with saturation: 2 · 255 · 63
 * still fits, so that the result is the same on all of them. The activations need the eighth bit more: in a pretrained
 * encoder a few of them are much larger than the others of their row.
 */
const LARGEST_WEIGHT = 63;
const ACTIVATION = { zero: 128, largest: 127 } as const;

/**
 * Computes every product with a stored matrix in 8-bit integers: weights are scaled by column, activations by row when
 * the model runs, so that no answer depends on its batch. Products of two activations, such as in attention, stay as they are.
 *
 * Throws: when a weight is not finite, naming it.
 */
export function quantizeProducts(model: EditableModel): void {
  const byName = new Map(model.weights.map((weight) => [weight.name, weight]));
  const quantized = new Set<string>();
  const widths = new Set<number>();
  const inputs = new Map<string, QuantizedInput>();
  const nodes: NodeProto[] = [];
  const added: TensorProto[] = [];
  for (const one of model.nodes) {
    const [left = '', right = ''] = one.input;
    const weight = one.opType === 'MatMul' && !byName.has(left) ? byName.get(right) : undefined;
    const values = weight?.dims.length === 2 ? float32Values(weight) : null;
    if (!weight || !values) {
      nodes.push(one);
      continue;
    }
    if (!quantized.has(weight.name)) added.push(...quantizedWeight(weight, values));
    quantized.add(weight.name);
    widths.add(Number(weight.dims[0]));
    let input = inputs.get(left);
    if (!input) {
      input = quantizedRows(left, Number(weight.dims[0]));
      inputs.set(left, input);
      nodes.push(...input.nodes);
    }
    nodes.push(...product(one.output[0]!, input, right));
  }
  if (quantized.size === 0) return;
  model.weights = [...model.weights, ...added, ...rowConstants(widths)];
  model.nodes = nodes;
  pruneWeights(model);
}

/** Names under which an activation's 8-bit form, its scale and its zero point are found. */
interface QuantizedInput {
  readonly nodes: readonly NodeProto[];
  readonly data: string;
  readonly scale: string;
  readonly zero: string;
}

/** Quantised as a matrix whose rows have scales of their own: one pass over the data, once the scales are known. */
function quantizedRows(name: string, width: number): QuantizedInput {
  const named = (what: string) => `${name}.q8.${what}`;
  const nodes = [
    node('Abs', [name], [named('abs')]),
    node('ReduceMax', [named('abs'), 'q8.last'], [named('top')], { keepdims: 1 }),
    node('Mul', [named('top'), 'q8.step'], [named('scale.raw')]),
    // A row of zeros would be divided by zero.
    node('Max', [named('scale.raw'), 'q8.tiny'], [named('scale')]),
    node('Reshape', [named('scale'), 'q8.last'], [named('scales')]),
    node('Shape', [named('scales')], [named('rows')]),
    node('Expand', ['q8.zero', named('rows')], [named('zeros')]),
    node('Reshape', [name, `q8.matrix.${width}`], [named('matrix')]),
    node('QuantizeLinear', [named('matrix'), named('scales'), named('zeros')], [named('bytes')], { axis: 0 }),
    node('Shape', [name], [named('shape')]),
    node('Reshape', [named('bytes'), named('shape')], [`${name}.q8`]),
  ];
  return { nodes, data: `${name}.q8`, scale: named('scale'), zero: 'q8.zero' };
}

function rowConstants(widths: ReadonlySet<number>): TensorProto[] {
  const { zero, largest } = ACTIVATION;
  const float = (name: string, value: number) => tensor(name, DataType.FLOAT, [], Float32Array.of(value));
  const ints = (name: string, ...values: number[]) =>
    tensor(name, DataType.INT64, [values.length], BigInt64Array.from(values, BigInt));
  return [
    float('q8.step', 1 / largest),
    float('q8.tiny', 1e-30),
    tensor('q8.zero', DataType.UINT8, [], Uint8Array.of(zero)),
    ints('q8.last', -1),
    ...[...widths].map((width) => ints(`q8.matrix.${width}`, -1, width)),
  ];
}

/**
 * The two scales follow one another. Multiplied with each other first, the runtime (onnxruntime 1.30) takes product, scales
 * and a bias that is added to them for one operator of its own, and loses the bias.
 */
function product(output: string, { data, scale, zero }: QuantizedInput, weight: string): NodeProto[] {
  const named = (what: string) => `${output}.${what}`;
  return [
    node('MatMulInteger', [data, `${weight}.q8`, zero], [named('int32')]),
    node('Cast', [named('int32')], [named('float')], { to: DataType.FLOAT }),
    node('Mul', [named('float'), `${weight}.q8.scale`], [named('scaled')]),
    node('Mul', [named('scaled'), scale], [output]),
  ];
}

/** A weight as 8-bit integers and a scale for each column. */
function quantizedWeight({ name, dims }: TensorProto, values: Float32Array): TensorProto[] {
  const [rows, columns] = dims.map(Number) as [number, number];
  const scale = new Float32Array(columns);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value))
      throw new Error(`weight "${name}" holds ${value} at ${i}: it cannot be quantised; train the model again`);
    scale[i % columns] = Math.max(scale[i % columns]!, Math.abs(value) / LARGEST_WEIGHT);
  }
  const data = Int8Array.from(values, (value, i) => {
    const step = scale[i % columns]!;
    return step === 0 ? 0 : Math.max(-LARGEST_WEIGHT, Math.min(LARGEST_WEIGHT, Math.round(value / step)));
  });
  return [
    tensor(`${name}.q8`, DataType.INT8, [rows, columns], data),
    tensor(`${name}.q8.scale`, DataType.FLOAT, [columns], scale),
  ];
}
