import { z } from 'zod';
import { benjaminiHochberg, holm } from '../../../reports/stats/judge-family.ts';
import type { Output, Reference } from './support/reference.ts';

const input = z.strictObject({ ps: z.array(z.number()) });

const AGREE: Omit<Output, 'what'> = {
  by: 'statsmodels.stats.multitest.multipletests',
  measure: 'absolute',
  tolerance: 1e-11,
  verdict: 'they agree',
};

export const reference: Reference = {
  name: 'adjusted-p',
  subject: 'families of comparisons',
  outputs: {
    holm: { what: 'Holm', ...AGREE },
    falseDiscovery: { what: 'Benjamini-Hochberg', ...AGREE },
  },
  ours(given) {
    const { ps } = input.parse(given);
    return { holm: holm(ps), falseDiscovery: benjaminiHochberg(ps) };
  },
};
