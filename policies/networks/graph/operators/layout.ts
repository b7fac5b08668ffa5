import { sumOf } from '../../../../harness/shared/numbers.ts';
import { constantInts, type Dim, frontAxis, type GraphOperator, operand } from '../operator.ts';
import { reshapeLike } from './broadcast.ts';

/** The dimension that is left of a shape when others are taken out of it. */
function rest(shape: readonly Dim[], taken: readonly Dim[]): Dim {
  const names = shape.filter((dim) => typeof dim === 'string');
  const divisors: Dim[] = [];
  let factor = 1;
  for (const dim of shape) if (typeof dim === 'number') factor *= dim;
  for (const dim of taken) {
    if (typeof dim === 'number') factor /= dim;
    else if (names.includes(dim)) names.splice(names.indexOf(dim), 1);
    else divisors.push(dim);
  }
  if (names.length + divisors.length === 0) return factor;
  const over = divisors.length > 0 ? `/${divisors.join('/')}` : '';
  return [...names, ...(factor === 1 ? [] : [factor])].join('*') + over;
}

/** Operators that move elements without changing them, and their VJPs. */
export const layout = {
  /**
   * A target of 0 keeps the size that the input has there; -1 takes what is left, under a name made of theirs where the input
   * has named dimensions.
   */
  Reshape: {
    infer(inputs) {
      const x = operand(inputs, 0);
      const target = operand(inputs, 1).ints;
      if (!target) return [{ type: x.type, shape: x.shape }];
      const wanted = target.map((dim, axis): Dim => (dim === 0 ? x.shape[axis]! : dim));
      const open = rest(
        x.shape,
        wanted.filter((dim) => dim !== -1),
      );
      return [{ type: x.type, shape: wanted.map((dim) => (dim === -1 ? open : dim)) }];
    },
    vjp: (emit, node, [dy]) => [reshapeLike(emit, dy!, operand(node.inputs, 0)), null],
  },
  Unsqueeze: {
    infer(inputs) {
      const { type, shape } = operand(inputs, 0);
      const axes = constantInts(inputs, 1);
      const wide = [...shape];
      for (const axis of [...axes].sort((a, b) => a - b))
        wide.splice(frontAxis(axis, shape.length + axes.length), 0, 1);
      return [{ type, shape: wide }];
    },
    vjp: (emit, node, [dy]) => [reshapeLike(emit, dy!, operand(node.inputs, 0)), null],
  },
  Transpose: {
    infer(inputs, attributes) {
      const { type, shape } = operand(inputs, 0);
      return [{ type, shape: (attributes.perm as readonly number[]).map((axis) => shape[axis]!) }];
    },
    vjp(emit, node, [dy]) {
      const perm = node.attributes.perm as readonly number[];
      return [emit.apply('Transpose', [dy!], { perm: perm.map((_, axis) => perm.indexOf(axis)) })];
    },
  },
  Concat: {
    infer(inputs, attributes) {
      const { type, shape } = operand(inputs, 0);
      const axis = frontAxis(attributes.axis as number, shape.length);
      const total = sumOf(inputs, (input) => Number(input.shape[axis]));
      if (Number.isNaN(total)) throw new Error('the concatenated axis must have known sizes');
      return [{ type, shape: shape.map((dim, index) => (index === axis ? total : dim)) }];
    },
    vjp(emit, node, [dy]) {
      const axis = frontAxis(node.attributes.axis as number, dy!.shape.length);
      const sizes = node.inputs.map((input) => Number(input.shape[axis]));
      return emit.applyMany('Split', [dy!, emit.ints(sizes)], { axis });
    },
  },
  Split: {
    infer(inputs, attributes) {
      const { type, shape } = operand(inputs, 0);
      const axis = frontAxis(attributes.axis as number, shape.length);
      return constantInts(inputs, 1).map((size) => ({
        type,
        shape: shape.map((dim, index) => (index === axis ? size : dim)),
      }));
    },
    vjp: (emit, node, gradients) => [emit.apply('Concat', gradients, { axis: node.attributes.axis! }), null],
  },
  /** Only VJPs use these two: they need no gradient of their own. */
  Expand: { infer: (inputs) => [{ type: operand(inputs, 0).type, shape: operand(inputs, 0).shape }] },
  Shape: { infer: (inputs) => [{ type: 'int64', shape: [operand(inputs, 0).shape.length] }] },
} as const satisfies Record<string, GraphOperator>;
