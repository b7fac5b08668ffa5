import { z } from 'zod';
import { benjaminiHochberg, holm } from '../../../reports/stats/adjusted-p.ts';
import type { Output, Reference } from './support/reference.ts';

const input = z.strictObject({ ps: z.array(z.number()) });

const AGREE: Omit<Output, 'what'> = {
  by: 'statsmodels.stats.multitest.multipletests',
  measure: 'absolute',
  tolerance: 1e-10,
  verdict: 'they agree',
};

export const reference: Reference = {
  name: 'many-tests',
  subject: 'corrections for many tests',
  outputs: {
    holm: { what: 'Holm', ...AGREE },
    benjaminiHochberg: { what: 'Benjamini-Hochberg', ...AGREE },
  },
  ours(given) {
    const { ps } = input.parse(given);
    return { holm: holm(ps), benjaminiHochberg: benjaminiHochberg(ps) };
  },
};
