import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Differentiable, differentiated, gradientError } from '../../testing/finite-differences.ts';
import { loadModel } from '../onnx/load-model.ts';
import type { TensorData } from '../onnx/tensor.ts';
import {
  binaryCrossEntropy,
  crossEntropy,
  elementsAt,
  exactGelu,
  gelu,
  maskedLogSoftmax,
  sumOver,
} from './functions.ts';
import { gradients } from './gradients.ts';
import { Graph } from './graph.ts';
import type { Attributes, OperatorName, Value } from './operator.ts';
import { OPERATORS } from './operators/table.ts';
import { signatureOf, toOnnx } from './serialize.ts';

const ROWS = 5;

/** Σ weight·f(inputs): a scalar whose gradient tells the function's outputs apart. */
function weighed(graph: Graph, y: Value, weight: Value): Value {
  const product = graph.apply('Mul', [y, weight]);
  return sumOver(
    graph,
    product,
    product.shape.map((_, axis) => axis),
  );
}

function single(
  operator: OperatorName,
  shapes: readonly (readonly number[])[],
  out: readonly number[],
  extra: (graph: Graph) => Value[] = () => [],
  attributes: Attributes = {},
): Differentiable {
  const inputs = Object.fromEntries(shapes.map((shape, index) => [`x${index}`, shape]));
  return {
    inputs: { ...inputs, weight: out },
    build(graph, values) {
      const operands = shapes.map((_, index) => values[`x${index}`]!);
      return weighed(graph, graph.apply(operator, [...operands, ...extra(graph)], attributes), values.weight!);
    },
  };
}

const SUBJECTS: Record<string, Differentiable> = {
  Add: single('Add', [[2, 3], [3]], [2, 3]),
  Sub: single(
    'Sub',
    [
      [2, 1],
      [2, 3],
    ],
    [2, 3],
  ),
  Mul: single(
    'Mul',
    [
      [2, 1, 3],
      [4, 1],
    ],
    [2, 4, 3],
  ),
  Div: single('Div', [[2, 3], [1]], [2, 3]),
  Neg: single('Neg', [[4]], [4]),
  Exp: single('Exp', [[4]], [4]),
  Log: single('Log', [[4]], [4]),
  Sqrt: single('Sqrt', [[4]], [4]),
  Tanh: single('Tanh', [[4]], [4]),
  Sigmoid: single('Sigmoid', [[4]], [4]),
  Relu: single('Relu', [[4]], [4]),
  Identity: single('Identity', [[4]], [4]),
  ReduceSum: single('ReduceSum', [[2, 3, 2]], [2, 2], (graph) => [graph.ints([1])], { keepdims: 0 }),
  ReduceMean: single('ReduceMean', [[2, 3, 2]], [1, 3, 1], (graph) => [graph.ints([0, -1])], { keepdims: 1 }),
  MatMul: single(
    'MatMul',
    [
      [2, 3],
      [3, 2],
    ],
    [2, 2],
  ),
  'MatMul, shared weight': single(
    'MatMul',
    [
      [2, 2, 3],
      [3, 2],
    ],
    [2, 2, 2],
  ),
  'MatMul, batched': single(
    'MatMul',
    [
      [2, 2, 3],
      [2, 3, 1],
    ],
    [2, 2, 1],
  ),
  'MatMul, broadcast batch': single(
    'MatMul',
    [
      [1, 2, 3],
      [2, 3, 1],
    ],
    [2, 2, 1],
  ),
  Softmax: single('Softmax', [[2, 4]], [2, 4]),
  LayerNormalization: single('LayerNormalization', [[2, 3, 4], [4], [4]], [2, 3, 4]),
  'LayerNormalization, an epsilon of its own': single(
    'LayerNormalization',
    [[2, 3, 4], [4], [4]],
    [2, 3, 4],
    () => [],
    { epsilon: { float: 0.25 } },
  ),
  LogSoftmax: single('LogSoftmax', [[2, 4]], [2, 4]),
  Reshape: single('Reshape', [[2, 3]], [3, 2], (graph) => [graph.ints([3, -1])]),
  'Reshape, sizes kept': single('Reshape', [[2, 6]], [2, 3, 2], (graph) => [graph.ints([0, 3, -1])]),
  Unsqueeze: single('Unsqueeze', [[2, 3]], [2, 1, 3], (graph) => [graph.ints([1])]),
  Transpose: single('Transpose', [[2, 3, 4]], [4, 2, 3], () => [], { perm: [2, 0, 1] }),
  Concat: single(
    'Concat',
    [
      [2, 1],
      [2, 3],
    ],
    [2, 4],
    () => [],
    { axis: -1 },
  ),
  Split: {
    inputs: { x: [2, 4], weight: [2, 3] },
    // Only one part is used: the gradient of the other is zero.
    build: (graph, { x, weight }) =>
      weighed(graph, graph.applyMany('Split', [x!, graph.ints([1, 3])], { axis: 1 })[1]!, weight!),
  },
  Gather: {
    inputs: { table: [ROWS, 2], weight: [2, 4, 2] },
    ids: { ids: [2, 4] },
    build: (graph, { table, ids, weight }) => weighed(graph, graph.apply('Gather', [table!, ids!]), weight!),
  },
  'GatherElements, ids of two axes': {
    inputs: { table: [ROWS], weight: [3, 3] },
    ids: { ids: [3, 3] },
    build: (graph, { table, ids, weight }) => weighed(graph, elementsAt(graph, table!, ids!), weight!),
  },
  gelu: { inputs: { x: [4], weight: [4] }, build: (graph, { x, weight }) => weighed(graph, gelu(graph, x!), weight!) },
  'a value used twice': { inputs: { x: [3] }, build: (graph, { x }) => weighed(graph, graph.apply('Exp', [x!]), x!) },
  'binary cross entropy': {
    inputs: { x: [4], y: [4], weight: [4] },
    build: (graph, { x, y, weight }) => binaryCrossEntropy(graph, x!, y!, weight!),
  },
  'embedding, hidden layer, masked cross entropy': {
    inputs: { table: [ROWS, 3], hidden: [3, 3], bias: [3], items: [2, 4, 3], target: [2, 4], weight: [2] },
    ids: { ids: [2, 6] },
    build(graph, { table, hidden, bias, items, target, weight, ids }) {
      const bag = sumOver(graph, graph.apply('Gather', [table!, ids!]), [1]);
      const context = graph.apply('Tanh', [graph.apply('Add', [graph.apply('MatMul', [bag, hidden!]), bias!])]);
      const each = graph.apply('Mul', [graph.apply('Unsqueeze', [context, graph.ints([1])]), items!]);
      const mask = graph.initializer('mask', [2, 4], Float32Array.of(1, 1, 0, 1, 1, 1, 1, 0));
      const logProbabilities = maskedLogSoftmax(graph, sumOver(graph, each, [2]), mask);
      return crossEntropy(graph, logProbabilities, graph.apply('Mul', [target!, mask]), weight!);
    },
  },
};

/** Values away from 0, where Relu has a kink and Div a pole; positive for Log and Sqrt. */
function points(subject: Differentiable, positive: boolean): fc.Arbitrary<Record<string, TensorData>> {
  const size = (shape: readonly number[]) => shape.reduce((product, dim) => product * dim, 1);
  const magnitude = fc.double({ min: 0.2, max: 1.5, noNaN: true });
  const number = positive ? magnitude : fc.tuple(magnitude, fc.boolean()).map(([x, negative]) => (negative ? -x : x));
  const exactly = <T>(element: fc.Arbitrary<T>, shape: readonly number[]) =>
    fc.array(element, { minLength: size(shape), maxLength: size(shape) });
  const float = Object.entries(subject.inputs).map(([name, shape]) => [
    name,
    exactly(number, shape).map((values): TensorData => ({ type: 'float64', shape, data: Float64Array.from(values) })),
  ]);
  const id = Object.entries(subject.ids ?? {}).map(([name, shape]) => [
    name,
    exactly(fc.nat(ROWS - 1), shape).map(
      (values): TensorData => ({ type: 'int32', shape, data: Int32Array.from(values) }),
    ),
  ]);
  return fc.record(Object.fromEntries([...float, ...id]) as Record<string, fc.Arbitrary<TensorData>>);
}

/** Whether no row is nearly constant: there the normalised row jumps, and central differences say nothing. */
function rowsVary({ data, shape }: TensorData): boolean {
  const width = shape.at(-1) ?? 1;
  const values = Array.from(data, Number);
  return values.every((_, at) => {
    const row = values.slice(at - (at % width), at - (at % width) + width);
    return Math.max(...row) - Math.min(...row) > 0.1;
  });
}

describe('gradients agree with central differences in float64', () => {
  it.each(Object.entries(SUBJECTS))('%s', async (name, subject) => {
    const model = await differentiated(subject);
    const property = fc.asyncProperty(points(subject, ['Log', 'Sqrt'].includes(name)), async (point) => {
      if (name === 'LayerNormalization') fc.pre(rowsVary(point.x0!));
      expect(await gradientError(model, point)).toBeLessThan(1e-7);
    });
    await fc.assert(property, { numRuns: 15 });
    await model.dispose();
  });

  it('covers every operator that has a VJP, by a subject that has it between inputs and loss', () => {
    const withVjp = Object.entries(OPERATORS).flatMap(([name, operator]) => (operator.vjp ? [name] : []));
    const covered = Object.entries(SUBJECTS).flatMap(([name, subject]) => {
      const graph = new Graph();
      const inputs = Object.entries(subject.inputs).map(([input, shape]) => graph.input(input, 'float32', shape));
      const ids = Object.entries(subject.ids ?? {}).map(([input, shape]) => graph.input(input, 'int32', shape));
      subject.build(graph, Object.fromEntries([...inputs, ...ids].map((value) => [value.name, value])));
      const reached = new Set(inputs.map((input) => input.name));
      const used = graph.nodes.filter((node) => {
        const depends = node.inputs.some((input) => reached.has(input.name));
        if (depends) for (const output of node.outputs) reached.add(output.name);
        return depends;
      });
      const [operator] = name.split(',');
      return used.some((node) => node.operator === operator) ? [operator] : [];
    });
    expect(withVjp.filter((name) => !covered.includes(name))).toEqual(['Erf']);
  });

  it('is a check that notices a wrong gradient', async () => {
    const right = await differentiated({ inputs: { x: [3] }, build: (graph, { x }) => sumOver(graph, x!, [0]) });
    // Reports the gradient of another function: 1 where the loss, multiplied by 3, has 3.
    const wrong = {
      ...right,
      run: async (feeds: Parameters<typeof right.run>[0]) => {
        const outputs = await right.run(feeds);
        const loss = outputs.loss!;
        return { ...outputs, loss: { ...loss, data: (loss.data as Float64Array).map((value) => value * 3) } };
      },
    };
    const point = { x: { type: 'float64', shape: [3], data: Float64Array.of(1, 2, 3) } } as const;
    expect(await gradientError(right, point)).toBeLessThan(1e-7);
    expect(await gradientError(wrong, point)).toBeGreaterThan(0.5);
    await right.dispose();
  });
});

it('the exact gelu and its gradient, which the runtime knows in float32 alone, are those of the normal distribution', async () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [5]);
  const y = exactGelu(graph, x);
  graph.output('y', y);
  graph.output('slope', gradients(graph, sumOver(graph, y, [0]), [x])[0]!);
  const model = await loadModel(toOnnx(graph), signatureOf(graph));
  const points = [-3, -0.7, 0, 0.5, 2];
  const outputs = await model.run({ x: { type: 'float32', shape: [5], data: Float32Array.from(points) } });
  await model.dispose();
  for (const [at, point] of points.entries()) {
    const below = normalCdf(point, 0, 1);
    const height = Math.exp((-point * point) / 2) / Math.sqrt(2 * Math.PI);
    expect(outputs.y!.data[at]).toBeCloseTo(point * below, 6);
    expect(outputs.slope!.data[at]).toBeCloseTo(below + point * height, 6);
  }
});

describe('gradients refuses', () => {
  it('a loss that is no scalar', () => {
    const graph = new Graph();
    const x = graph.input('x', 'float32', [2]);
    expect(() => gradients(graph, x, [x])).toThrow('reduce it to a scalar');
  });

  it('a value that does not reach the loss', () => {
    const graph = new Graph();
    const [x, y] = [graph.input('x', 'float32', [2]), graph.input('y', 'float32', [2])];
    expect(() => gradients(graph, sumOver(graph, x, [0]), [y])).toThrow('"y" does not reach the loss');
  });

  it('what lies within nodes that count as one, where something else reads it', () => {
    const graph = new Graph();
    const x = graph.input('x', 'float32', [2]);
    let within = x;
    const y = graph.composed([x], () => {
      within = graph.apply('Exp', [x]);
      return { output: graph.apply('Neg', [within]), vjp: (dy) => [dy] };
    });
    const loss = (...values: Value[]) =>
      sumOver(
        graph,
        values.reduce((a, b) => graph.apply('Add', [a, b])),
        [0],
      );
    expect(gradients(graph, loss(y, x), [x])).toHaveLength(1);
    expect(() => gradients(graph, loss(y, within), [x])).toThrow(
      `"${within.name}" lies within nodes that count as one: read their output alone`,
    );
  });

  it('an operator without a VJP, and shapes that do not fit', () => {
    const graph = new Graph();
    const x = graph.input('x', 'float32', [2]);
    const sign = graph.apply('Sign', [x]);
    expect(() => gradients(graph, sumOver(graph, sign, [0]), [x])).toThrow(
      'Sign has no VJP: give it one in policies/networks/graph/operators',
    );
    expect(() => graph.apply('Add', [x, graph.input('y', 'float32', [3])])).toThrow('do not broadcast');
  });
});
