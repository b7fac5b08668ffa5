import { sumOver } from '../graph/functions.ts';
import type { Emitter, Value } from '../graph/operator.ts';

/** A policy's and its frozen reference's log-probabilities of the same candidates. Shape: [batch, n] each. */
export interface PolicyAndReference {
  readonly policy: Value;
  /** An input, or built from weights that are stored in the graph: what is no parameter gets no gradient. */
  readonly reference: Value;
}

/**
 * Δ = r(chosen) − r(rejected), the margin that preference losses are functions of, where r(y) = log π(y|x) − log π_ref(y|x).
 * Chosen and rejected name an action a row, as 1 among 0. Shapes: [batch, n] each → [batch].
 *
 * Source: Rafailov et al. 2023.
 */
export function preferenceMargin(
  emit: Emitter,
  { policy, reference }: PolicyAndReference,
  chosen: Value,
  rejected: Value,
): Value {
  const logProbability = (logs: Value, action: Value) => sumOver(emit, emit.apply('Mul', [logs, action]), [1]);
  const gain = (action: Value) =>
    emit.apply('Sub', [logProbability(policy, action), logProbability(reference, action)]);
  return emit.apply('Sub', [gain(chosen), gain(rejected)]);
}
