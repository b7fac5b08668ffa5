import { z } from 'zod';
import { clopperPearsonLower } from '../../../policies/gates/support/binomial.ts';
import { clopperPearson } from '../../../reports/stats/clopper-pearson.ts';
import type { Output, Reference } from './support/reference.ts';

const input = z.strictObject({ successes: z.number(), trials: z.number(), confidence: z.number() });

const AGREE: Pick<Output, 'measure' | 'tolerance' | 'verdict'> = {
  measure: 'absolute',
  tolerance: 1e-9,
  verdict: 'they agree',
};
const STATSMODELS = { ...AGREE, by: 'statsmodels.stats.proportion.proportion_confint' };
const SCIPY = { ...AGREE, by: 'scipy.stats.binomtest' };

export const reference: Reference = {
  name: 'exact-intervals',
  subject: 'exact intervals of a share',
  outputs: {
    low: { what: 'lower end, two-sided', ...STATSMODELS },
    high: { what: 'upper end, two-sided', ...STATSMODELS },
    lowOfSciPy: { what: 'lower end, two-sided', ...SCIPY },
    highOfSciPy: { what: 'upper end, two-sided', ...SCIPY },
    lowerBound: { what: "a gate's one-sided bound", ...AGREE, by: 'scipy.stats.beta' },
  },
  ours(given) {
    const { successes, trials, confidence } = input.parse(given);
    const { low, high } = clopperPearson(successes, trials, confidence);
    const lowerBound = clopperPearsonLower(successes, trials, 1 - confidence);
    return { low, high, lowOfSciPy: low, highOfSciPy: high, lowerBound };
  },
};
