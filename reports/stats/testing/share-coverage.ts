import type { Rng } from '../../../harness/contract/rng.ts';
import { sumOf } from '../../../harness/shared/numbers.ts';
import type { Interval } from '../interval.ts';
import { ratioEstimate } from '../ratio-estimate.ts';
import { drawSessions } from './draws.ts';

/** Coverage over the shares from .02 to .98: its mean, and the share at which it is least. */
export interface ShareCoverage {
  readonly mean: number;
  readonly least: number;
  readonly at: number;
}

/** An interval for each count of successes of so many trials. */
export type Intervals = (trials: number) => readonly Interval[];

/** Ours, where each session is one trial. */
export const oursBySessions: Intervals = (trials) =>
  Array.from({ length: trials + 1 }, (_, successes) => {
    const numerators = Array.from({ length: trials }, (_, at) => (at < successes ? 1 : 0));
    const { low, high } = ratioEstimate({ numerators, denominators: numerators.map(() => 1) }, 'share');
    return { low: low ?? 0, high: high ?? 1 };
  });

/** Of sessions as trials coverage needs no simulation: the binomial distribution says it. In steps of .002. */
export function coverageOfSessions(trials: number, intervals: Intervals): ShareCoverage {
  const ends = intervals(trials);
  return summary(
    Array.from({ length: 481 }, (_, at) => 0.02 + 0.002 * at).map((share) => {
      let logProbability = trials * Math.log(1 - share);
      let held = 0;
      for (const [successes, { low, high }] of ends.entries()) {
        if (low <= share && share <= high) held += Math.exp(logProbability);
        logProbability += Math.log((trials - successes) / (successes + 1)) + Math.log(share / (1 - share));
      }
      return { share, held };
    }),
  );
}

/** Of steps: sessions of 1 to 15, each with a rate of its own about the share; the larger `alike`, the nearer to it. */
export function coverageOfSteps(
  clusters: number,
  alike: number,
  shares: readonly number[],
  studies: number,
  rng: Rng,
): ShareCoverage {
  return summary(
    shares.flatMap((mean) => {
      const [one, other] = [Math.round(2 * mean * alike), Math.round(2 * (1 - mean) * alike)];
      if (one === 0 || other === 0) return [];
      const share = one / (one + other);
      let held = 0;
      for (let i = 0; i < studies; i++) {
        const { low, high } = ratioEstimate(drawSessions(clusters, mean, alike, rng), 'share');
        if (low !== null && high !== null && low <= share && share <= high) held++;
      }
      return [{ share, held: held / studies }];
    }),
  );
}

function summary(found: readonly { readonly share: number; readonly held: number }[]): ShareCoverage {
  const mean = sumOf(found, ({ held }) => held) / found.length;
  const worst = found.reduce((least, one) => (one.held < least.held ? one : least));
  return { mean, least: worst.held, at: worst.share };
}
