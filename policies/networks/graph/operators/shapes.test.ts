import { describe, expect, it } from 'vitest';
import { Graph } from '../graph.ts';
import type { Attributes, Dim, ElementType, OperatorName, Value } from '../operator.ts';
import { constantInts, frontAxis, operand, sameShape } from '../operator.ts';
import { broadcastShape, reshapeLike, unbroadcast } from './broadcast.ts';
import { OPERATORS } from './table.ts';

const tensor = (shape: readonly Dim[], type: ElementType = 'float32', name = 'x'): Value => ({ name, type, shape });
const ints = (...values: number[]): Value => ({ name: 'ints', type: 'int64', shape: [values.length], ints: values });
const shapes = (operator: OperatorName, inputs: readonly Value[], attributes: Attributes = {}) =>
  OPERATORS[operator].infer(inputs, attributes).map(({ shape }) => shape);

describe('the broadcast shape of two tensors', () => {
  it.each<[Dim[], Dim[], Dim[]]>([
    [[], [], []],
    [[], [3], [3]],
    [[2, 3], [3], [2, 3]],
    [[3], [2, 3], [2, 3]],
    [
      [2, 1],
      [1, 3],
      [2, 3],
    ],
    [
      [2, 1, 3],
      [4, 1],
      [2, 4, 3],
    ],
    [['batch', 1], ['width'], ['batch', 'width']],
    [
      ['batch', 5],
      ['batch', 1],
      ['batch', 5],
    ],
    [[1], [1, 1], [1, 1]],
  ])('of [%s] and [%s] is [%s]', (a, b, both) => {
    expect(broadcastShape(a, b)).toEqual(both);
  });

  it.each<[Dim[], Dim[]]>([
    [[2], [3]],
    [
      [2, 3],
      [3, 3],
    ],
    [['batch'], [2]],
    [['batch'], ['other']],
  ])('of [%s] and [%s] does not exist', (a, b) => {
    expect(() => broadcastShape(a, b)).toThrow(
      `shapes [${a.join(', ')}] and [${b.join(', ')}] do not broadcast: make them equal or 1`,
    );
  });
});

describe('a gradient summed over what was broadcast', () => {
  const summed = (from: Dim[], to: Dim[]) => {
    const graph = new Graph();
    const given = graph.input('dy', 'float32', from);
    const result = unbroadcast(graph, given, to);
    const steps = graph.nodes.map(({ operator, inputs, attributes }) => [operator, inputs[1]?.ints, attributes]);
    return { same: result === given, shape: result.shape, steps };
  };

  it.each<[Dim[], Dim[], [number[], number][]]>([
    [[2, 3], [2, 3], []],
    [[2, 3], [3], [[[0], 0]]],
    [[4, 2, 3], [3], [[[0, 1], 0]]],
    [[2, 3], [2, 1], [[[1], 1]]],
    [[2, 3], [1, 1], [[[0, 1], 1]]],
    [[1, 3], [1, 1], [[[1], 1]]],
    [
      [4, 2, 3],
      [1, 3],
      [
        [[0], 0],
        [[0], 1],
      ],
    ],
  ])('from [%s] to [%s]', (from, to, sums) => {
    const steps = sums.map(([axes, keepdims]) => ['ReduceSum', axes, { keepdims }]);
    expect(summed(from, to)).toEqual({ same: steps.length === 0, shape: to, steps });
  });

  it('takes the shape of another tensor, by name, when the graph runs', () => {
    const graph = new Graph();
    const like = graph.input('like', 'float32', ['batch', 3]);
    const shaped = reshapeLike(graph, graph.input('flat', 'int32', [6]), like);
    expect([shaped.type, shaped.shape]).toEqual(['int32', ['batch', 3]]);
    expect(graph.nodes.map(({ operator, inputs }) => [operator, inputs.map(({ name }) => name)])).toEqual([
      ['Shape', ['like']],
      ['Reshape', ['flat', 'Shape_0']],
    ]);
  });
});

describe('the shape of an operator’s output', () => {
  it.each<[string, OperatorName, Value[], Attributes, Dim[][]]>([
    ['a sum of two', 'Add', [tensor([2, 1]), tensor([3])], {}, [[2, 3]]],
    ['one of one', 'Tanh', [tensor(['batch', 4])], {}, [['batch', 4]]],
    ['axes summed away', 'ReduceSum', [tensor([2, 3, 4]), ints(1)], { keepdims: 0 }, [[2, 4]]],
    ['axes from the end', 'ReduceSum', [tensor([2, 3, 4]), ints(-1, 0)], { keepdims: 0 }, [[3]]],
    ['axes that stay as 1', 'ReduceMean', [tensor([2, 3, 4]), ints(-1)], { keepdims: 1 }, [[2, 3, 1]]],
    ['axes stay without a word', 'ReduceMean', [tensor([2, 3, 4]), ints(0)], {}, [[1, 3, 4]]],
    ['a product', 'MatMul', [tensor([2, 3]), tensor([3, 5])], {}, [[2, 5]]],
    ['a product by a shared weight', 'MatMul', [tensor(['batch', 2, 3]), tensor([3, 5])], {}, [['batch', 2, 5]]],
    ['products of two stacks', 'MatMul', [tensor([1, 2, 3]), tensor([7, 3, 5])], {}, [[7, 2, 5]]],
    ['probabilities', 'Softmax', [tensor([2, 4])], {}, [[2, 4]]],
    ['log-probabilities', 'LogSoftmax', [tensor([2, 4])], {}, [[2, 4]]],
    ['a normalised layer', 'LayerNormalization', [tensor([5, 2]), tensor([2]), tensor([2])], {}, [[5, 2]]],
    ['rows of a table', 'Gather', [tensor([9, 2]), tensor(['batch', 3], 'int32')], {}, [['batch', 3, 2]]],
    ['entries of a vector', 'GatherElements', [tensor([9]), tensor(['n'], 'int32')], {}, [['n']]],
    ['a table added to', 'ScatterElements', [tensor([9, 2]), tensor([4, 2]), tensor([4, 2])], {}, [[9, 2]]],
    ['an order of axes', 'Transpose', [tensor([2, 3, 4])], { perm: [2, 0, 1] }, [[4, 2, 3]]],
    ['an axis put in', 'Unsqueeze', [tensor([2, 3]), ints(1)], {}, [[2, 1, 3]]],
    ['an axis put in at the end', 'Unsqueeze', [tensor([2, 3]), ints(-1)], {}, [[2, 3, 1]]],
    ['axes put in, in any order', 'Unsqueeze', [tensor([2, 3]), ints(3, 0)], {}, [[1, 2, 3, 1]]],
    ['parts put together', 'Concat', [tensor([2, 1]), tensor([2, 3]), tensor([2, 2])], { axis: 1 }, [[2, 6]]],
    ['parts put together at the end', 'Concat', [tensor(['n', 1]), tensor(['n', 3])], { axis: -1 }, [['n', 4]]],
    ['a tensor split', 'Split', [tensor([2, 4]), ints(1, 3)], { axis: 1 }, [[2, 1], [2, 3]]], // biome-ignore format: a row each
    ['a tensor split from the end', 'Split', [tensor([4, 'n']), ints(3, 1)], { axis: -2 }, [[3, 'n'], [1, 'n']]], // biome-ignore format: a row each
    ['sizes', 'Shape', [tensor(['batch', 3, 4])], {}, [[3]]],
    ['sizes written out', 'Reshape', [tensor([2, 6]), ints(3, 4)], {}, [[3, 4]]],
    ['a size left open', 'Reshape', [tensor([2, 6]), ints(3, -1)], {}, [[3, 4]]],
    ['a size kept', 'Reshape', [tensor([2, 6]), ints(0, 3, -1)], {}, [[2, 3, 2]]],
    ['a named size kept', 'Reshape', [tensor(['batch', 6]), ints(0, 2, -1)], {}, [['batch', 2, 3]]],
    ['a named size left', 'Reshape', [tensor(['batch', 6]), ints(-1, 6)], {}, [['batch', 6]]],
    ['a named size times another', 'Reshape', [tensor(['batch', 6, 4]), ints(-1, 4)], {}, [['batch*6', 4]]],
    ['two named sizes', 'Reshape', [tensor(['batch', 'n', 4]), ints(-1, 2)], {}, [['batch*n*2', 2]]],
    ['sizes known only later', 'Reshape', [tensor([2, 6]), tensor([2], 'int64')], {}, [[2, 6]]],
  ])('%s', (_, operator, inputs, attributes, outputs) => {
    expect(shapes(operator, inputs, attributes)).toEqual(outputs);
  });

  it('keeps the element type of what is read, not of the ids', () => {
    expect(OPERATORS.Gather.infer([tensor([9, 2]), tensor([3], 'int32')], {})[0]?.type).toBe('float32');
    expect(OPERATORS.Shape.infer([tensor([9, 2])], {})[0]?.type).toBe('int64');
    expect(OPERATORS.Add.infer([tensor([1], 'int32'), tensor([1], 'int32')], {})[0]?.type).toBe('int32');
  });

  it.each<[string, OperatorName, Value[], string]>([
    ['two types', 'Add', [tensor([2]), tensor([2], 'float64')], 'operands are float32 and float64: give both the same'],
    ['inner sizes', 'MatMul', [tensor([2, 3]), tensor([2, 3])], 'cannot multiply float32 [2, 3] by float32 [2, 3]'],
    ['a vector', 'MatMul', [tensor([3]), tensor([3, 2])], 'cannot multiply float32 [3] by float32 [3, 2]'],
    ['a vector behind', 'MatMul', [tensor([2, 3]), tensor([3])], 'cannot multiply'],
    ['types of a product', 'MatMul', [tensor([2, 3]), tensor([3, 2], 'float64')], 'by float64 [3, 2]'],
    ['a flat table', 'Gather', [tensor([9], 'float32', 'table'), tensor([2])], '"table" has rank 1: give it 2'],
    ['a wide vector', 'GatherElements', [tensor([9, 2]), tensor([2])], 'have ranks 2 and 1: give both 1'],
    ['ids of two axes', 'GatherElements', [tensor([9]), tensor([2, 2])], 'have ranks 1 and 2: give both 1'],
    [
      'a scale too wide',
      'LayerNormalization',
      [tensor([2, 3]), tensor([2]), tensor([3])],
      'with scale [2] and shift [3]',
    ],
    ['a shift too wide', 'LayerNormalization', [tensor([2, 3]), tensor([3]), tensor([2])], 'give both the last size'],
    [
      'a scale of two axes',
      'LayerNormalization',
      [tensor([2, 3]), tensor([3, 1]), tensor([3])],
      'cannot normalise [2, 3]',
    ],
    ['axes not known', 'ReduceSum', [tensor([2, 3]), tensor([1], 'int64', 'axes')], '"axes" must be a constant'],
    ['one operand of two', 'Add', [tensor([2])], 'operand 1 is missing'],
  ])('does not exist for %s', (_, operator, inputs, message) => {
    expect(() => OPERATORS[operator].infer(inputs, { keepdims: 0 })).toThrow(message);
  });

  it('does not exist where named axes are put together', () => {
    expect(() => shapes('Concat', [tensor(['n', 2]), tensor([1, 2])], { axis: 0 })).toThrow(
      'the concatenated axis must have known sizes',
    );
  });
});

it('shapes, axes, operands and constants are read as they are given', () => {
  expect([sameShape([2, 'n'], [2, 'n']), sameShape([2, 3], [3, 2]), sameShape([2], [2, 1])]).toEqual([
    true,
    false,
    false,
  ]);
  expect([frontAxis(0, 3), frontAxis(2, 3), frontAxis(-1, 3), frontAxis(-3, 3)]).toEqual([0, 2, 2, 0]);
  expect(operand([tensor([1]), tensor([2])], 1).shape).toEqual([2]);
  expect(constantInts([tensor([1]), ints(4, -1)], 1)).toEqual([4, -1]);
});

it('a graph keeps one constant of each value and names each output once', () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [2]);
  expect(graph.scalar(0.5)).toBe(graph.scalar(0.5));
  expect(graph.scalar(2)).not.toBe(graph.ints([2]));
  expect(graph.ints([1, 2])).not.toBe(graph.ints([12]));
  const names = [graph.apply('Neg', [x]).name, graph.apply('Neg', [x]).name];
  expect(new Set(names).size).toBe(2);
  expect(graph.initializers.map(({ value, data }) => [value.type, value.shape, ...data])).toEqual([
    ['float32', [], 0.5],
    ['float32', [], 2],
    ['int64', [1], 2n],
    ['int64', [2], 1n, 2n],
    ['int64', [1], 12n],
  ]);
  expect(() => graph.apply('Split', [x, graph.ints([1, 1])], { axis: 0 })).toThrow('Split has 2 outputs, not one');
});
