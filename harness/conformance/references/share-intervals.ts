import { z } from 'zod';
import { midP } from '../../../reports/stats/mid-p.ts';
import { OTHER_INTERVALS } from '../../../reports/stats/testing/other-intervals.ts';
import type { Output, Reference } from './support/reference.ts';

const input = z.strictObject({ successes: z.number(), trials: z.number(), confidence: z.number() });

const AGREE: Omit<Output, 'what' | 'by'> = { measure: 'absolute', tolerance: 1e-8, verdict: 'they agree' };
const STATSMODELS = { ...AGREE, by: 'statsmodels.stats.proportion.proportion_confint' };

export const reference: Reference = {
  name: 'share-intervals',
  subject: 'intervals of a share',
  outputs: {
    midP: { what: 'mid-p', ...AGREE, by: 'scipy.stats.binom' },
    wilson: { what: 'Wilson, for comparison', ...STATSMODELS },
    agrestiCoull: { what: 'Agresti-Coull, for comparison', ...STATSMODELS },
    jeffreys: { what: 'Jeffreys, for comparison', ...STATSMODELS },
  },
  ours(given) {
    const { successes, trials, confidence } = input.parse(given);
    const { wilson, agrestiCoull, jeffreys } = OTHER_INTERVALS;
    const ends = (interval: typeof midP) => {
      const { low, high } = interval(successes, trials, confidence);
      return [low, high];
    };
    return { midP: ends(midP), wilson: ends(wilson), agrestiCoull: ends(agrestiCoull), jeffreys: ends(jeffreys) };
  },
};
