import { type Emitter, type GraphNode, type GraphOperator, operand, type Value } from '../operator.ts';
import { unbroadcast } from './broadcast.ts';

/** ONNX's default, where a node has no attribute of its own. */
const EPSILON = 1e-5;

function epsilonOf({ attributes: { epsilon } }: GraphNode): number {
  return typeof epsilon === 'object' && 'float' in epsilon ? epsilon.float : EPSILON;
}

function meanOverLast(emit: Emitter, value: Value): Value {
  return emit.apply('ReduceMean', [value, emit.ints([value.shape.length - 1])], { keepdims: 1 });
}

/**
 * Layer normalization over the last axis with scale and shift, and its VJP by hand: far fewer nodes than
 * differentiating its parts. Inputs: x [..., width], scale [width], shift [width].
 *
 * Source: Ba, Kiros & Hinton 2016; dx = (h − mean(h) − x̂·mean(h·x̂)) / σ with h = dy·scale.
 */
export const normalization = {
  LayerNormalization: {
    infer(inputs) {
      const [x, scale, shift] = [operand(inputs, 0), operand(inputs, 1), operand(inputs, 2)];
      const width = x.shape.at(-1);
      if (scale.shape.length !== 1 || scale.shape[0] !== width || shift.shape[0] !== width)
        throw new Error(
          [
            `cannot normalise [${x.shape.join(', ')}] with scale [${scale.shape.join(', ')}] and shift`,
            `[${shift.shape.join(', ')}]: give both the last size`,
          ].join(' '),
        );
      return [{ type: x.type, shape: x.shape }];
    },
    vjp(emit, node, [dy]) {
      const [x, scale] = [operand(node.inputs, 0), operand(node.inputs, 1)];
      // The node's own statistics are float32 even in float64 graphs: worked out again here.
      const centred = emit.apply('Sub', [x, meanOverLast(emit, x)]);
      const variance = meanOverLast(emit, emit.apply('Mul', [centred, centred]));
      const deviation = emit.apply('Sqrt', [emit.apply('Add', [variance, emit.scalar(epsilonOf(node))])]);
      const normal = emit.apply('Div', [centred, deviation]);
      const h = emit.apply('Mul', [dy!, scale]);
      const along = emit.apply('Mul', [normal, meanOverLast(emit, emit.apply('Mul', [h, normal]))]);
      const inner = emit.apply('Sub', [emit.apply('Sub', [h, meanOverLast(emit, h)]), along]);
      return [
        emit.apply('Div', [inner, deviation]),
        unbroadcast(emit, emit.apply('Mul', [dy!, normal]), scale.shape),
        unbroadcast(emit, dy!, scale.shape),
      ];
    },
  },
} as const satisfies Record<string, GraphOperator>;

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
