import { z } from 'zod';
import { mcNemarMidP } from '../../../reports/stats/mcnemar.ts';
import type { Output, Reference } from './support/reference.ts';

const input = z.strictObject({ gained: z.number(), lost: z.number() });

const AGREE: Pick<Output, 'measure' | 'tolerance' | 'verdict'> = {
  measure: 'relative',
  tolerance: 1e-9,
  verdict: 'they agree',
};

export const reference: Reference = {
  name: 'mcnemar',
  subject: "McNemar's test",
  outputs: {
    midP: { what: 'mid-p, split by split', by: 'scipy.stats.binom', ...AGREE },
    exactLessHalf: {
      what: 'mid-p, as the exact p less the probability of the split',
      by: 'statsmodels.stats.contingency_tables.mcnemar',
      ...AGREE,
    },
  },
  ours(given) {
    const { gained, lost } = input.parse(given);
    const midP = mcNemarMidP(gained, lost);
    return { midP, exactLessHalf: midP };
  },
};
