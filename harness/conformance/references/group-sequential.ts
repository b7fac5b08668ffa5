import { z } from 'zod';
import { SPENDINGS, sequentialCriticals } from '../../../reports/stats/group-sequential.ts';
import type { Reference } from './support/reference.ts';

const input = z.strictObject({ shares: z.array(z.number()), level: z.number(), spending: z.enum(SPENDINGS) });

export const reference: Reference = {
  name: 'group-sequential',
  subject: 'looks at a running comparison',
  outputs: {
    critical: {
      what: 'critical value of each look (Lan and DeMets)',
      by: 'scipy.optimize.brentq',
      measure: 'absolute',
      tolerance: 1e-5,
      verdict: 'they agree, by Gauss and Legendre’s rule there and Simpson’s here',
    },
  },
  ours(given) {
    const { shares, level, spending } = input.parse(given);
    return { critical: sequentialCriticals(shares, level, spending) };
  },
};
