import type { Trace } from './trace.ts';

/** A ratio of sums over sessions, estimated with intervals clustered by session. One file in `reports/metrics/`, exported as `metric`. */
export interface Metric {
  /** Column name, with its unit: `active_ms_per_session`. */
  readonly name: string;
  /** Heading for people. */
  readonly title: string;
  readonly unit: 'share' | 'ms' | 'count';
  /** What it says, in one sentence. */
  readonly summary: string;
  /** Which direction is better; null where neither is. */
  readonly better: 'higher' | 'lower' | null;
  /** One session's part of numerator and denominator. */
  measure(trace: Trace): { readonly numerator: number; readonly denominator: number };
}
