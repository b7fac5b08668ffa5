import { type Dim, type Emitter, sameShape, type Value } from '../operator.ts';

/**
 * Shape of an element-wise operation on two tensors, by ONNX's broadcasting rule.
 *
 * Throws: when two dimensions differ and neither is 1.
 */
export function broadcastShape(a: readonly Dim[], b: readonly Dim[]): Dim[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - (rank - a.length)] ?? 1;
    const right = b[axis - (rank - b.length)] ?? 1;
    if (left !== right && left !== 1 && right !== 1)
      throw new Error(`shapes [${a.join(', ')}] and [${b.join(', ')}] do not broadcast: make them equal or 1`);
    return left === 1 ? right : left;
  });
}

/** Sums a gradient over the axes along which its value was broadcast, so that it takes the value's shape. */
export function unbroadcast(emit: Emitter, gradient: Value, shape: readonly Dim[]): Value {
  if (sameShape(gradient.shape, shape)) return gradient;
  const leading = gradient.shape.length - shape.length;
  const front = Array.from({ length: leading }, (_, axis) => axis);
  const summed = leading === 0 ? gradient : emit.apply('ReduceSum', [gradient, emit.ints(front)], { keepdims: 0 });
  const axes = shape.flatMap((dim, axis) => (dim === 1 && summed.shape[axis] !== 1 ? [axis] : []));
  return axes.length === 0 ? summed : emit.apply('ReduceSum', [summed, emit.ints(axes)], { keepdims: 1 });
}

/** Gives a tensor the shape of another one at run time: works for named dimensions too. */
export function reshapeLike(emit: Emitter, value: Value, like: Value): Value {
  const reshaped = emit.apply('Reshape', [value, emit.apply('Shape', [like])]);
  return { ...reshaped, shape: like.shape };
}
