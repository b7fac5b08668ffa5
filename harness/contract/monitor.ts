import type { Rng } from './rng.ts';

/** Watches one stream of observations for a change for the worse. */
export interface Monitor {
  readonly name: string;
  /** How far it is on the way to an alarm, as a share of the way: 1 and more is an alarm. */
  readonly statistic: number;
  /**
   * Takes the next observation and says whether the alarm is on. It stays on until `reset`.
   *
   * Range: [0, 1]; 1 is bad, such as a rejected suggestion. Throws: where it is outside.
   */
  update(value: number): boolean;
  /** Forgets everything, as if it were new. */
  reset(): void;
}

export interface MonitorSettings {
  /** Mean of the observations in control. Range: (0, 1). */
  readonly baseline: number;
  /** Mean that is to be found soon. Range: (baseline, 1). */
  readonly degraded: number;
  /** How many observations a false alarm may take at least, on average: ARL0. More than 1. */
  readonly meanRun: number;
  /** Random numbers for monitors that break ties at random, anew after each reset. */
  readonly rng: () => Rng;
}

/**
 * What is promised while observations are independent and the same as ever. `ever`: an alarm in all time has a
 * probability of 1/meanRun at most. `mean-run`: the mean time to an alarm is meanRun at least, as long as the mean is
 * the baseline at most, and about so long for zeros and ones. `measured`: about meanRun, by measurement only.
 *
 * Nothing is promised where observations come in clusters or the baseline was set too low: both bring alarms several
 * times as often (docs/monitors.md).
 */
export type MonitorPromise = 'ever' | 'mean-run' | 'measured';

/** A way to watch. One file in `policies/monitors/`, exported as `recipe`. */
export interface MonitorRecipe {
  readonly name: string;
  readonly summary: string;
  readonly promise: MonitorPromise;
  /** Throws: where the settings are out of range. */
  create(settings: MonitorSettings): Monitor;
}
