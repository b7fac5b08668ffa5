import { constantInts, type Dim, frontAxis, type GraphOperator, operand, type Value, type Vjp } from '../operator.ts';

function axesOf(inputs: readonly Value[]): number[] {
  return constantInts(inputs, 1).map((axis) => frontAxis(axis, operand(inputs, 0).shape.length));
}

function reduction(scale: (...args: Parameters<Vjp>) => Value): GraphOperator {
  return {
    infer(inputs, attributes) {
      const { type, shape } = operand(inputs, 0);
      const axes = axesOf(inputs);
      const kept: Dim[] = shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim));
      return [{ type, shape: attributes.keepdims === 0 ? kept.filter((_, axis) => !axes.includes(axis)) : kept }];
    },
    vjp(emit, node, gradients) {
      const x = operand(node.inputs, 0);
      const scaled = scale(emit, node, gradients);
      const wide =
        node.attributes.keepdims === 0 ? emit.apply('Unsqueeze', [scaled, emit.ints(axesOf(node.inputs))]) : scaled;
      return [{ ...emit.apply('Expand', [wide, emit.apply('Shape', [x])]), shape: x.shape }, null];
    },
  };
}

/** Reductions and their VJPs. The axes are a constant second input. */
export const reductions = {
  ReduceSum: reduction((_emit, _node, [dy]) => dy!),
  ReduceMean: reduction((emit, node, [dy]) => {
    const { shape } = operand(node.inputs, 0);
    const count = axesOf(node.inputs).reduce((product, axis) => {
      const dim = shape[axis];
      if (typeof dim !== 'number')
        throw new Error(`cannot average over named dimension "${dim}": sum, and scale by an input`);
      return product * dim;
    }, 1);
    return emit.apply('Mul', [dy!, emit.scalar(1 / count)]);
  }),
} as const satisfies Record<string, GraphOperator>;
