import { type GraphOperator, operand } from '../operator.ts';

/** Probabilities and log-probabilities over the last axis, and their VJPs. */
export const softmax = {
  Softmax: {
    infer: (inputs) => [{ type: operand(inputs, 0).type, shape: operand(inputs, 0).shape }],
    vjp(emit, node, [dy]) {
      const y = operand(node.outputs, 0);
      const weighed = emit.apply('Mul', [dy!, y]);
      const total = emit.apply('ReduceSum', [weighed, emit.ints([y.shape.length - 1])], { keepdims: 1 });
      return [emit.apply('Sub', [weighed, emit.apply('Mul', [y, total])])];
    },
  },
  LogSoftmax: {
    infer: (inputs) => [{ type: operand(inputs, 0).type, shape: operand(inputs, 0).shape }],
    vjp(emit, node, [dy]) {
      const y = operand(node.outputs, 0);
      const total = emit.apply('ReduceSum', [dy!, emit.ints([y.shape.length - 1])], { keepdims: 1 });
      const pulled = emit.apply('Mul', [emit.apply('Exp', [y]), total]);
      return [emit.apply('Sub', [dy!, pulled])];
    },
  },
} as const satisfies Record<string, GraphOperator>;
