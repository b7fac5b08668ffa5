import { z } from 'zod';
import { sumOf } from '../../../harness/shared/numbers.ts';
import { mannKendall, pettitt, theilSen } from '../../../reports/stats/trend.ts';
import type { Output, Reference } from './support/reference.ts';

const input = z.strictObject({ values: z.array(z.number()) });
const MOST_COUNTED = 60;

const AGREE: Pick<Output, 'measure' | 'tolerance' | 'verdict'> = {
  measure: 'absolute',
  tolerance: 1e-11,
  verdict: 'they agree',
};
const SLOPES = { by: 'scipy.stats.theilslopes', ...AGREE };
const SPLITS = { by: 'scipy.stats.mannwhitneyu', ...AGREE };

export const reference: Reference = {
  name: 'trend',
  subject: 'trends over nights',
  outputs: {
    tau: { what: 'Mann-Kendall, as Kendall’s tau-b with time', by: 'scipy.stats.kendalltau', ...AGREE },
    exact: {
      what: 'Mann-Kendall, p counted; with ties up to six values',
      by: 'scipy.stats.permutation_test',
      ...AGREE,
      verdict: 'they agree; above six values without ties, `scipy.stats.kendalltau` counts too',
    },
    normal: { what: 'Mann-Kendall, p of many values, with ties', by: 'scipy.stats.kendalltau', ...AGREE },
    slope: { what: 'Theil-Sen, slope', ...SLOPES },
    interval: { what: 'Theil-Sen, interval of the slope', ...SLOPES },
    intercept: { what: 'Theil-Sen, height at the first value', ...SLOPES },
    k: { what: 'Pettitt’s K, split by split', ...SPLITS },
    at: { what: 'Pettitt’s place, split by split', ...SPLITS },
  },
  ours(given) {
    const { values } = input.parse(given);
    const { s, p } = mannKendall(values);
    const { slope, low, high, intercept } = theilSen(values);
    const { k, at } = pettitt(values);
    const isTied = new Set(values).size < values.length;
    const isCounted = values.length <= 6 || (!isTied && values.length <= MOST_COUNTED);
    return {
      tau: tauOf(values, s),
      exact: isCounted ? p : null,
      normal: values.length > MOST_COUNTED ? p : null,
      ...{ slope, interval: [low, high], intercept, k, at },
    };
  },
};

/** S as a share of what it would be were all pairs alike, corrected for those that are tied. */
function tauOf(values: readonly number[], s: number): number {
  const pairs = (values.length * (values.length - 1)) / 2;
  const tied = sumOf(values, (one, at) => values.slice(0, at).filter((other) => other === one).length);
  return s / Math.sqrt(pairs * (pairs - tied));
}
