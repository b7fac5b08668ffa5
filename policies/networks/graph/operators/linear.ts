import { type Dim, type Emitter, type GraphOperator, operand, type Value } from '../operator.ts';
import { broadcastShape, unbroadcast } from './broadcast.ts';

function transposed(emit: Emitter, value: Value): Value {
  const rank = value.shape.length;
  const perm = [...Array(rank - 2).keys(), rank - 1, rank - 2];
  return emit.apply('Transpose', [value], { perm });
}

/** Folds all but the last axis into one, so that a shared weight gets its gradient from a single product. */
function flattened(emit: Emitter, value: Value): Value {
  const last = value.shape.at(-1);
  if (typeof last !== 'number') throw new Error(`the last axis of "${value.name}" must have a known size`);
  return emit.apply('Reshape', [value, emit.ints([-1, last])]);
}

/** Matrix products and their VJPs. */
export const linear = {
  MatMul: {
    infer(inputs) {
      const [a, b] = [operand(inputs, 0), operand(inputs, 1)];
      const fits = a.shape.length >= 2 && b.shape.length >= 2 && a.shape.at(-1) === b.shape.at(-2);
      if (!fits || a.type !== b.type)
        throw new Error(`cannot multiply ${a.type} [${a.shape.join(', ')}] by ${b.type} [${b.shape.join(', ')}]`);
      const batch = broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
      return [{ type: a.type, shape: [...batch, a.shape.at(-2) as Dim, b.shape.at(-1) as Dim] }];
    },
    vjp(emit, node, [dy]) {
      const [a, b] = [operand(node.inputs, 0), operand(node.inputs, 1)];
      const da = unbroadcast(emit, emit.apply('MatMul', [dy!, transposed(emit, b)]), a.shape);
      if (b.shape.length === 2 && a.shape.length > 2)
        return [da, emit.apply('MatMul', [transposed(emit, flattened(emit, a)), flattened(emit, dy!)])];
      return [da, unbroadcast(emit, emit.apply('MatMul', [transposed(emit, a), dy!]), b.shape)];
    },
  },
} as const satisfies Record<string, GraphOperator>;
