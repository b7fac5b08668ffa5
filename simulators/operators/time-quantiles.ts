import type { ActFit } from './fit-operators.ts';
import { ACTS, type Act } from './operator-times.ts';
import { quantile } from './quantile.ts';
import type { OperatorLog } from './tally-operators.ts';

/** One quantile of an act's times, in the log and under the fitted model. */
export interface TimeQuantile {
  readonly act: Act;
  readonly p: number;
  readonly loggedMs: number;
  readonly fittedMs: number;
}

/** Quantiles of the standard normal distribution. */
const NORMAL: readonly (readonly [number, number])[] = [
  [0.1, -1.2815515655],
  [0.25, -0.6744897502],
  [0.5, 0],
  [0.75, 0.6744897502],
  [0.9, 1.2815515655],
  [0.99, 2.326347874],
];

/** The log's times beside the model's, for each act that the log has enough of. */
export function timeQuantiles(acts: Readonly<Record<Act, ActFit>>, logs: readonly OperatorLog[]): TimeQuantile[] {
  return ACTS.filter((act) => !acts[act].assumed).flatMap((act) => {
    const times = logs.flatMap((log) => log.times[act]);
    const { medianMs, sigma } = acts[act];
    return NORMAL.map(([p, z]) => ({
      act,
      p,
      loggedMs: quantile(times, p),
      fittedMs: medianMs * Math.exp(sigma * z),
    }));
  });
}
