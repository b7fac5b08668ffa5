import type { Rng } from '../../harness/contract/rng.ts';
import type { WorkSegment } from './work-profile.ts';

/** When sessions come: at random with one rate, with a rate for each hour of a day that repeats, or when told. */
export type Arrivals =
  | { readonly kind: 'poisson'; readonly perHour: number }
  | { readonly kind: 'hourly'; readonly perHour: readonly number[] }
  | { readonly kind: 'at'; readonly timesMs: readonly number[] };

/** How long a customer waits for an operator before leaving for good, drawn anew for each wait. */
export type Patience =
  | { readonly kind: 'exponential'; readonly meanMs: number }
  | { readonly kind: 'lognormal'; readonly medianMs: number; readonly sigma: number };

/** What it costs an operator to turn to a session that has been going on without them. */
export interface Resumption {
  /** Shortest and longest lag before the first act; uniform between. */
  readonly lagMs: readonly [number, number];
  /** By what share acting is slower at first; 0.5 is half as long again. */
  readonly slowdown: number;
  /** Time constant with which the slowdown decays. */
  readonly decayMs: number;
}

/** What it costs that a session moved on while it waited. */
export interface Staleness {
  /** Rate at which a waiting session moves on, a minute: it has with probability 1 − exp(−rate × waiting). */
  readonly perMinute: number;
  /** Operator's time to find out what has changed. */
  readonly costMs: number;
}

export interface PoolSettings {
  readonly operators: number;
  /** Most unfinished sessions that one operator holds at once, where cases have owners. */
  readonly sessionsPerOperator: number;
  /** `case`: who took a session's first hand-off keeps the session. `hand-off`: each goes to whoever is free. */
  readonly ownership: 'case' | 'hand-off';
  /** Who is served first: whoever was handed off first, or whoever waited most so far, earlier waits included. */
  readonly order: 'fifo' | 'most-waited';
  readonly arrivals: Arrivals;
  /** The work of the session that came at this place in the order of arrival. */
  readonly workOf: (index: number, rng: Rng) => readonly WorkSegment[];
  /**
   * The same session's work by operators who know that so many wait: asked when it is first handed off. Up to there it
   * must be what it was. Absent: the queue changes nobody's work.
   */
  readonly workUnderPressure?: (index: number, queueLength: number) => readonly WorkSegment[];
  readonly resumption: Resumption;
  readonly stale: Staleness;
  /** Null: customers wait for ever. */
  readonly patience: Patience | null;
  /** Sessions that come before are played, but not counted. */
  readonly warmUpMs: number;
  /** Sessions that come from here on are played until all counted ones are over, but not counted. */
  readonly horizonMs: number;
}

export const NO_RESUMPTION: Resumption = { lagMs: [0, 0], slowdown: 0, decayMs: 1 };
export const NEVER_STALE: Staleness = { perMinute: 0, costMs: 0 };

/**
 * A lag of 2 to 4 s, then a slowdown that is over after about 15 s: three time constants. How strong it is at
 * first, half as long again, is assumed. Source: Altmann & Trafton, by docs/reference.md.
 */
export const HUMAN_RESUMPTION: Resumption = { lagMs: [2000, 4000], slowdown: 0.5, decayMs: 5000 };

/** Throws: where a setting is out of its range; says which. */
export function checkPoolSettings(settings: PoolSettings): void {
  const { operators, sessionsPerOperator, arrivals, resumption, stale, patience, warmUpMs, horizonMs } = settings;
  const need = (good: boolean, what: string) => {
    if (!good) throw new Error(`Pool settings: ${what}.`);
  };
  need(
    Number.isSafeInteger(operators) && operators >= 1,
    `operators must be a whole number from 1 up, not ${operators}`,
  );
  need(sessionsPerOperator >= 1, `sessionsPerOperator must be at least 1, not ${sessionsPerOperator}`);
  const rates = arrivals.kind === 'poisson' ? [arrivals.perHour] : arrivals.kind === 'hourly' ? arrivals.perHour : [1];
  need(
    rates.every((rate) => rate >= 0 && Number.isFinite(rate)) && rates.some((rate) => rate > 0),
    'arrival rates must be finite, none below 0 and one above',
  );
  const times = arrivals.kind === 'at' ? arrivals.timesMs : [];
  need(
    times.every((at, i) => at >= 0 && Number.isFinite(at) && at >= (times[i - 1] ?? 0)),
    'arrival times must be finite, from 0 up and in order',
  );
  const [least, most] = resumption.lagMs;
  need(least >= 0 && most >= least, 'resumption.lagMs must be a range from 0 up');
  need(resumption.slowdown >= 0 && resumption.decayMs > 0, 'resumption needs a slowdown from 0 up and a decay above 0');
  need(stale.perMinute >= 0 && stale.costMs >= 0, 'stale.perMinute and stale.costMs must be from 0 up');
  const typical = patience?.kind === 'exponential' ? patience.meanMs : patience?.medianMs;
  need(typical === undefined || typical > 0, 'patience must be above 0');
  need(warmUpMs >= 0 && horizonMs > warmUpMs, 'horizonMs must be after warmUpMs, and neither below 0');
  need(Number.isFinite(horizonMs) || arrivals.kind === 'at', 'horizonMs must be finite where arrivals never end');
}
