import type { HeldOutSplitName } from '../../bench/data/splits.ts';
import type { NoiseOptions } from '../../bench/noise/noise-grid.ts';
import type { NoiseRatesMode } from '../../bench/noise/noise-rates-modes.ts';

/** What `bench critics` is asked for. */
export interface CriticsOptions extends NoiseOptions {
  readonly logs?: string;
  readonly sessions?: number;
  readonly split: HeldOutSplitName;
  readonly heldOut?: string;
  readonly policy: string;
  readonly critics?: string;
  readonly gates?: string;
  readonly calibrators?: string;
  /** Whose gates, calibrators and guarantees are shown. */
  readonly critic: string;
  /** Whose thresholds by slice are shown, and which sets the target within reach. */
  readonly gate?: string;
  /** What has a threshold of its own besides everything together, separated by commas. */
  readonly gateSlices: string;
  readonly target: number;
  readonly delta: number;
  readonly noiseRates: NoiseRatesMode;
  /** Redraws of the feedback for each guarantee. */
  readonly redraws: number;
  /** Redraws of the sessions for each interval. */
  readonly draws: number;
  readonly seed: string;
  readonly providers: string;
  readonly cache: string | false;
  readonly out?: string;
}
