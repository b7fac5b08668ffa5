import { sumOver } from './functions.ts';
import type { Emitter, Value } from './operator.ts';

/**
 * Log-probability of one action a row. Shapes: log-probabilities [batch, n], the action's place as 1 among 0 [batch, n]
 * → [batch].
 */
export function actionLogProbability(emit: Emitter, logProbabilities: Value, action: Value): Value {
  return sumOver(emit, emit.apply('Mul', [logProbabilities, action]), [1]);
}

/** A policy's and its frozen reference's log-probabilities of the same candidates. Shape: [batch, n] each. */
export interface PolicyAndReference {
  readonly policy: Value;
  /** An input, or built from weights that are stored in the graph: what is no parameter gets no gradient. */
  readonly reference: Value;
}

/** r(y) = log π(y|x) − log π_ref(y|x) of one action a row. Shape: [batch]. */
export function logRatio(emit: Emitter, { policy, reference }: PolicyAndReference, action: Value): Value {
  const [own, other] = [policy, reference].map((logs) => actionLogProbability(emit, logs, action));
  return emit.apply('Sub', [own!, other!]);
}

/**
 * Δ = r(chosen) − r(rejected), the margin that preference losses are functions of. Shape: [batch].
 *
 * Source: Rafailov et al. 2023.
 */
export function preferenceMargin(emit: Emitter, both: PolicyAndReference, chosen: Value, rejected: Value): Value {
  return emit.apply('Sub', [logRatio(emit, both, chosen), logRatio(emit, both, rejected)]);
}
