import type { Emitter, Value } from './operator.ts';
import { reshapeLike } from './operators/broadcast.ts';

/**
 * Tanh approximation of GELU: y = x·s with s = sigmoid(2u), u = √(2/π)(x + 0.044715x³). Its gradient,
 * s + (y − y·s)·2u′, is by hand: few element-wise nodes both ways.
 */
export function gelu(emit: Emitter, x: Value): Value {
  const mul = (a: Value, b: Value) => emit.apply('Mul', [a, b]);
  const add = (a: Value, b: Value) => emit.apply('Add', [a, b]);
  const slope = emit.scalar(2 * Math.sqrt(2 / Math.PI));
  const cubic = 2 * Math.sqrt(2 / Math.PI) * 0.044715;
  return emit.composed([x], () => {
    const square = mul(x, x);
    const s = emit.apply('Sigmoid', [mul(x, add(mul(square, emit.scalar(cubic)), slope))]);
    const y = mul(x, s);
    const vjp = (dy: Value) => {
      const bend = add(mul(square, emit.scalar(3 * cubic)), slope);
      return [mul(dy, add(s, mul(emit.apply('Sub', [y, mul(y, s)]), bend)))];
    };
    return { output: y, vjp };
  });
}

/** GELU as it is defined, by the error function: what encoders of the BERT type were trained with. */
export function exactGelu(emit: Emitter, x: Value): Value {
  const bent = emit.apply('Erf', [emit.apply('Mul', [x, emit.scalar(Math.SQRT1_2)])]);
  const half = emit.apply('Mul', [x, emit.scalar(0.5)]);
  return emit.apply('Mul', [half, emit.apply('Add', [bent, emit.scalar(1)])]);
}

/** Log-probabilities over the last axis of those entries whose mask is 1; the others get about -1e9. */
export function maskedLogSoftmax(emit: Emitter, scores: Value, mask: Value): Value {
  const barrier = emit.apply('Mul', [emit.apply('Sub', [mask, emit.scalar(1)]), emit.scalar(1e9)]);
  return emit.apply('LogSoftmax', [emit.apply('Add', [scores, barrier])]);
}

/** Entries of a vector by ids of any shape. */
export function elementsAt(emit: Emitter, vector: Value, ids: Value): Value {
  const flat = emit.apply('Reshape', [ids, emit.ints([-1])]);
  return reshapeLike(emit, emit.apply('GatherElements', [vector, flat]), ids);
}

/** Sum of a tensor over some axes, which disappear. */
export function sumOver(emit: Emitter, value: Value, axes: readonly number[]): Value {
  return emit.apply('ReduceSum', [value, emit.ints(axes)], { keepdims: 0 });
}

/** Σ weight · cross entropy, with `target` probabilities over the last axis. Shapes: [batch, n], [batch, n], [batch]. */
export function crossEntropy(emit: Emitter, logProbabilities: Value, target: Value, weight: Value): Value {
  const perRow = sumOver(emit, emit.apply('Mul', [logProbabilities, target]), [1]);
  return emit.apply('Neg', [sumOver(emit, emit.apply('Mul', [perRow, weight]), [0])]);
}

/**
 * Σ weight · binary cross entropy of logits, as a softmax over the logit and 0: stable for logits of any size. It is
 * linear in the target, so that a target may be a probability, or lie outside [0, 1] as unbiased losses need it.
 * Shapes: [batch] each.
 */
export function binaryCrossEntropy(emit: Emitter, logits: Value, target: Value, weight: Value): Value {
  return crossEntropy(emit, bothLogProbabilities(emit, logits), yesAndNo(emit, target), weight);
}

/** log σ(x) = min(x, 0) − log(1 + exp(−|x|)), whose gradient is σ(−x): stable for numbers of any size. */
export function logSigmoid(emit: Emitter, x: Value): Value {
  return emit.composed([x], () => {
    const size = emit.apply('Mul', [x, emit.apply('Sign', [x])]);
    const rest = emit.apply('Log', [
      emit.apply('Add', [emit.apply('Exp', [emit.apply('Neg', [size])]), emit.scalar(1)]),
    ]);
    const output = emit.apply('Sub', [emit.apply('Min', [x, emit.scalar(0)]), rest]);
    return { output, vjp: (dy) => [emit.apply('Mul', [dy, emit.apply('Sigmoid', [emit.apply('Neg', [x])])])] };
  });
}

/** The value, through which no gradient flows. */
export function stopGradient(emit: Emitter, value: Value): Value {
  return emit.composed([value], () => ({ output: emit.apply('Identity', [value]), vjp: () => [null] }));
}

/** Log-probabilities of yes and no. Shapes: [batch] → [batch, 2]. */
function bothLogProbabilities(emit: Emitter, logits: Value): Value {
  const zero = emit.apply('Mul', [logits, emit.scalar(0)]);
  return emit.apply('LogSoftmax', [emit.apply('Concat', [column(emit, logits), column(emit, zero)], { axis: 1 })]);
}

/** Probabilities of yes and no. Shapes: [batch] → [batch, 2]. */
function yesAndNo(emit: Emitter, yes: Value): Value {
  const no = emit.apply('Sub', [emit.scalar(1), yes]);
  return emit.apply('Concat', [column(emit, yes), column(emit, no)], { axis: 1 });
}

function column(emit: Emitter, value: Value): Value {
  return emit.apply('Unsqueeze', [value, emit.ints([1])]);
}
