import type { MonitorRecipe } from '../../harness/contract/monitor.ts';
import { sumOf } from '../../harness/shared/numbers.ts';
import { checkMonitorSettings, checkObservation } from './support/check-settings.ts';

/**
 * What each account bets on, as shares of the way from baseline to degraded mean: that as many p-values as `to` lie
 * below `from`. The first does not bet. Later bets follow a mean that the observations themselves have moved.
 */
const STAKES = [
  { from: 0, to: 0 },
  { from: 0, to: 0.5 },
  { from: 0, to: 1 },
  { from: 0.4, to: 1 },
];
/** Share of the wealth that is dealt anew before each bet, so that no account dies. */
const JUMP = 0.01;

/**
 * Bets that the next observation is worse than the ones before: its p-value is its rank among all of them, ties broken
 * at random.
 *
 * As long as observations are exchangeable the p-values are independent and uniform, the wealth is a martingale, and
 * P(it ever reaches c) ≤ 1/c by Ville's inequality: c = meanRun. Baseline and degraded mean say what is bet on (see
 * `STAKES`): wrong ones cost power, never the promise.
 * Source: Vovk et al., testing exchangeability on-line (2003), with the jumper that mixes bets.
 */
export const recipe: MonitorRecipe = {
  name: 'conformal-martingale',
  summary: 'Wealth of bets on small conformal p-values; promises as much whatever the baseline.',
  promise: 'ever',
  create(settings) {
    checkMonitorSettings(settings);
    const { baseline, degraded, meanRun } = settings;
    const height = Math.log(meanRun);
    const bets = STAKES.map(({ from, to }) => {
      const limit = baseline + from * (degraded - baseline);
      const bad = baseline + to * (degraded - baseline);
      return { limit, below: bad / limit, above: (1 - bad) / (1 - limit) };
    });
    let seen: number[] = [];
    let rng = settings.rng();
    let shares = STAKES.map(() => 1 / STAKES.length);
    let log = 0;
    let on = false;
    return {
      name: 'conformal-martingale',
      get statistic() {
        return Math.max(0, log / height);
      },
      update(value) {
        checkObservation(value);
        const p = pValue(seen, value, 1 - rng.next());
        const dealt = shares.map((share) => (1 - JUMP) * share + JUMP / STAKES.length);
        const grown = bets.map(({ limit, below, above }, i) => (dealt[i] as number) * (p <= limit ? below : above));
        const growth = sumOf(grown);
        shares = grown.map((share) => share / growth);
        log += Math.log(growth);
        if (log >= height) on = true;
        return on;
      },
      reset() {
        seen = [];
        rng = settings.rng();
        shares = STAKES.map(() => 1 / STAKES.length);
        log = 0;
        on = false;
      },
    };
  },
};

/**
 * Share of all observations, this one among them, that are worse; of the equal ones a random part. In (0, 1]. Sorts the
 * value into `seen`.
 */
function pValue(seen: number[], value: number, tie: number): number {
  const first = placeOf(seen, (other) => other >= value);
  seen.splice(first, 0, value);
  const end = placeOf(seen, (other) => other > value);
  return (seen.length - end + tie * (end - first)) / seen.length;
}

/** Where the sorted values begin to be so. */
function placeOf(sorted: readonly number[], so: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (so(sorted[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
