import { z } from 'zod';
import { roganGladen } from '../../../reports/stats/rogan-gladen.ts';
import type { Reference } from './support/reference.ts';

const input = z.strictObject({ acceptance: z.number(), alpha: z.number(), beta: z.number() });

export const reference: Reference = {
  name: 'rogan-gladen',
  subject: 'Rogan-Gladen',
  outputs: {
    right: {
      what: 'share right behind an acceptance',
      by: 'scipy.optimize.lsq_linear',
      measure: 'absolute',
      tolerance: 1e-8,
      verdict: 'they agree: the cut at 0 and 1 is that of least squares',
    },
  },
  ours(given) {
    const { acceptance, alpha, beta } = input.parse(given);
    return { right: roganGladen(acceptance, alpha, beta) };
  },
};
