import type { Crashes } from '../../bench/report/crashes.ts';
import type { JudgedCritic } from './judge-critics.ts';
import type { JudgedGate } from './judge-gates.ts';
import type { Guarantee } from './judge-guarantees.ts';

/** Everything that was judged at one noise point. */
export interface NoiseResult {
  readonly alpha: string;
  readonly beta: string;
  /** What critics and gates were told of the noise, in words. */
  readonly knownInWords: string;
  /** The rates by which corrected gates were corrected, in words; those at the safe ends, where they are estimated. */
  readonly correction: string;
  readonly critics: readonly JudgedCritic[];
  /** Critics that could not be judged, and why. */
  readonly missing: readonly { readonly critic: string; readonly reason: string }[];
  /** Phases in which the desk failed for good. */
  readonly crashes: readonly Crashes[];
  /** One threshold for everything, on every critic. */
  readonly gates: readonly JudgedGate[];
  /** The target asked for where gates open at it, else the highest one at which they do; null where there is none. */
  readonly withinReach: number | null;
  /** Thresholds by slice beside one for everything, on the critic that is shown, at the target asked for and at that one. */
  readonly sliced: readonly JudgedGate[];
  /** Of the target asked for. */
  readonly guarantees: readonly Guarantee[];
  /** Of a target at which gates open, where it is another one; empty where there is none. */
  readonly reachable: readonly Guarantee[];
}
