import type { ActFit } from '../fitting/fit-operators.ts';
import { quantile } from '../fitting/quantile.ts';
import type { OperatorLog } from '../fitting/tally-operators.ts';
import { ACTS, type Act } from './operator-times.ts';

/** One quantile of an act's times, in the log and under the fitted model. */
export interface TimeQuantile {
  readonly act: Act;
  readonly p: number;
  readonly loggedMs: number;
  readonly fittedMs: number;
}

/** Quantiles of the standard normal distribution from the median up; below it they are the same with the other sign. */
const NORMAL: readonly (readonly [number, number])[] = [
  [0.5, 0],
  [0.6, 0.2533471031],
  [0.7, 0.5244005127],
  [0.75, 0.6744897502],
  [0.8, 0.8416212336],
  [0.9, 1.2815515655],
  [0.95, 1.644853627],
];
/** In hundredths, so that both halves name their quantiles alike. */
const LEVELS = [
  ...NORMAL.slice(1)
    .reverse()
    .map(([p, z]) => [Math.round(100 * (1 - p)) / 100, -z] as const),
  ...NORMAL,
  [0.99, 2.326347874] as const,
];

/** The log's times beside the model's, for each act that the log has enough of. */
export function timeQuantiles(acts: Readonly<Record<Act, ActFit>>, logs: readonly OperatorLog[]): TimeQuantile[] {
  return ACTS.filter((act) => !acts[act].assumed).flatMap((act) => {
    const times = logs.flatMap((log) => log.times[act]).sort((a, b) => a - b);
    const { medianMs, sigma } = acts[act];
    return LEVELS.map(([p, z]) => ({
      act,
      p,
      loggedMs: quantile(times, p),
      fittedMs: medianMs * Math.exp(sigma * z),
    }));
  });
}
