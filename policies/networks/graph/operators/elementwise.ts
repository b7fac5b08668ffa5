import { type GraphOperator, operand, type Value, type Vjp } from '../operator.ts';
import { broadcastShape, unbroadcast } from './broadcast.ts';

function unary(vjp?: (...args: Parameters<Vjp>) => Value): GraphOperator {
  return {
    infer: (inputs) => [{ type: operand(inputs, 0).type, shape: operand(inputs, 0).shape }],
    ...(vjp ? { vjp: (emit, node, gradients) => [vjp(emit, node, gradients)] satisfies readonly Value[] } : {}),
  };
}

function binary(vjp?: (...args: Parameters<Vjp>) => readonly [Value, Value]): GraphOperator {
  return {
    infer(inputs) {
      const [a, b] = [operand(inputs, 0), operand(inputs, 1)];
      if (a.type !== b.type) throw new Error(`operands are ${a.type} and ${b.type}: give both the same type`);
      return [{ type: a.type, shape: broadcastShape(a.shape, b.shape) }];
    },
    ...(vjp
      ? {
          vjp: (emit, node, gradients) =>
            vjp(emit, node, gradients).map((gradient, index) =>
              unbroadcast(emit, gradient, operand(node.inputs, index).shape),
            ),
        }
      : {}),
  };
}

const gradientOf = (gradients: readonly Value[]): Value => operand(gradients, 0);
const resultOf = (outputs: readonly Value[]): Value => operand(outputs, 0);

/** Element-wise operators and their VJPs. */
export const elementwise = {
  Add: binary((_emit, _node, [dy]) => [dy!, dy!]),
  Sub: binary((emit, _node, [dy]) => [dy!, emit.apply('Neg', [dy!])]),
  Mul: binary((emit, node, gradients) => {
    const dy = gradientOf(gradients);
    return [emit.apply('Mul', [dy, operand(node.inputs, 1)]), emit.apply('Mul', [dy, operand(node.inputs, 0)])];
  }),
  Div: binary((emit, node, gradients) => {
    const dx = emit.apply('Div', [gradientOf(gradients), operand(node.inputs, 1)]);
    return [dx, emit.apply('Neg', [emit.apply('Mul', [dx, resultOf(node.outputs)])])];
  }),
  Neg: unary((emit, _node, [dy]) => emit.apply('Neg', [dy!])),
  Exp: unary((emit, node, gradients) => emit.apply('Mul', [gradientOf(gradients), resultOf(node.outputs)])),
  Log: unary((emit, node, gradients) => emit.apply('Div', [gradientOf(gradients), operand(node.inputs, 0)])),
  Sqrt: unary((emit, node, gradients) => {
    const half = emit.apply('Mul', [gradientOf(gradients), emit.scalar(0.5)]);
    return emit.apply('Div', [half, resultOf(node.outputs)]);
  }),
  Tanh: unary((emit, node, gradients) => {
    const y = resultOf(node.outputs);
    const slope = emit.apply('Sub', [emit.scalar(1), emit.apply('Mul', [y, y])]);
    return emit.apply('Mul', [gradientOf(gradients), slope]);
  }),
  Sigmoid: unary((emit, node, gradients) => {
    const y = resultOf(node.outputs);
    const slope = emit.apply('Mul', [y, emit.apply('Sub', [emit.scalar(1), y])]);
    return emit.apply('Mul', [gradientOf(gradients), slope]);
  }),
  Relu: unary((emit, node, gradients) =>
    emit.apply('Mul', [gradientOf(gradients), emit.apply('Sign', [resultOf(node.outputs)])]),
  ),
  Sign: unary(),
  Erf: unary((emit, node, gradients) => {
    const x = operand(node.inputs, 0);
    const bell = emit.apply('Exp', [emit.apply('Neg', [emit.apply('Mul', [x, x])])]);
    const slope = emit.apply('Mul', [bell, emit.scalar(2 / Math.sqrt(Math.PI))]);
    return emit.apply('Mul', [gradientOf(gradients), slope]);
  }),
  Identity: unary((_emit, _node, [dy]) => dy!),
  Min: binary(),
  BitwiseXor: binary(),
} as const satisfies Record<string, GraphOperator>;
