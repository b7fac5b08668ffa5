import type { Action } from '../../../harness/contract/action.ts';
import type { WorkContext } from '../../../harness/contract/operator.ts';
import { sigmoid } from '../../../harness/shared/numbers.ts';

/** How wrong, how fast and how wilful an operator is in one answer. Probabilities in [0, 1]. */
export interface Rates {
  /** P(refuse | the suggestion seems right). */
  readonly alpha: number;
  /** P(accept | the suggestion seems wrong). */
  readonly beta: number;
  /** P(what is done by hand is not what was meant). */
  readonly slip: number;
  /** P(what is amiss is noticed). */
  readonly notice: number;
  /** Active time is multiplied by it. Range: above 0. */
  readonly timeFactor: number;
  /** P(refuse whatever it is, because of limits outside the desk), before it is judged. */
  readonly environment: number;
  /** P(refuse whatever it is, for any other reason), before it is judged. */
  readonly other: number;
  /** P(do `favourite` rather than anything else that is right). */
  readonly preference: number;
  /** The right action that the operator would rather do; null: none. */
  readonly favourite: Action | null;
}

/** What one answer depends on besides the rates. */
export interface Moment {
  /** Null: the operator works unaided. */
  readonly suggestion: Action | null;
  readonly confidence: number | null;
  readonly critical: boolean;
  readonly acceptsInRow: number;
  /** Null: nothing is known of the operator's day. */
  readonly work: WorkContext | null;
  /** What seems right to the operator, the usual action first. Never empty. */
  readonly right: readonly Action[];
  /** Whether two actions are the same at this desk. Absent: as `sameAction` says without a catalog. */
  readonly same?: (a: Action, b: Action) => boolean;
  /**
   * Where this person stands among all operators in the named respect, as a draw from the standard normal
   * distribution that is the same in every case; null where nothing is known of the operator.
   */
  readonly person: ((respect: string) => number) | null;
  /** What the team has settled in the named respect: a uniform draw in [0, 1) that is the same for everybody in every case. */
  readonly team: (respect: string) => number;
}

/**
 * A way of being human that changes the rates of an answer by the moment. One file in
 * `simulators/operators/traits/`, exported as `trait` and named as its file. Pure: the same rates, moment
 * and strength give the same rates.
 */
export interface Trait {
  readonly name: string;
  readonly summary: string;
  /** What strength 1 comes to, and what it depends on. */
  readonly atStrengthOne: string;
  /** Where its shape and size are from, or `assumed`. */
  readonly source: string;
  /** When it acts: first who the person is, then what the moment does, then what the person wants. Within a stage by name. */
  readonly stage: 'person' | 'moment' | 'will';
  /** What stands behind the colon in `name:argument`: why it cannot be this, or null where it can. Absent: it takes none. */
  readonly badArgument?: (argument: string) => string | null;
  /** Strength: above 0, finite. At strength 0 the rates come back as they were. */
  apply(rates: Rates, moment: Moment, strength: number, argument: string): Rates;
}

/** P(either of two independent things happens). A second of 0 gives the very same first. */
export function probabilityOfEither(first: number, second: number): number {
  return first + Math.min(1, Math.max(0, second)) * (1 - first);
}

/**
 * A probability whose odds p / (1 − p) are multiplied by exp(`shift`). What never or always happens stays so;
 * a shift of 0 gives the very same number.
 */
export function scaleOdds(probability: number, shift: number): number {
  if (shift === 0 || probability <= 0 || probability >= 1) return probability;
  return sigmoid(Math.log(probability / (1 - probability)) + shift);
}
