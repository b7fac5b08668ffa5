import { z } from 'zod';
import { binomialUpperTail } from '../../../policies/gates/support/binomial.ts';
import type { Reference } from './support/reference.ts';

const input = z.strictObject({ successes: z.number(), trials: z.number(), rate: z.number() });

export const reference: Reference = {
  name: 'binomial-tails',
  subject: "Learn-then-Test's tails",
  outputs: {
    upperTail: {
      what: 'P(at least so many successes)',
      by: 'scipy.stats.binom.sf',
      measure: 'relative',
      tolerance: 1e-10,
      verdict: 'they agree, down to tails of 1e-290',
    },
  },
  ours(given) {
    const { successes, trials, rate } = input.parse(given);
    return { upperTail: binomialUpperTail(successes, trials, rate) };
  },
};
