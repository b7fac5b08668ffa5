import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import { z } from 'zod';
import { studentT } from '../../../reports/stats/student-t.ts';
import type { Reference } from './support/reference.ts';

const input = z.strictObject({ degrees: z.number(), confidence: z.number(), z: z.number() });

export const reference: Reference = {
  name: 'critical-values',
  subject: 'distributions behind intervals',
  outputs: {
    studentT: {
      what: "Student's t, two-sided",
      by: 'scipy.stats.t.isf',
      measure: 'relative',
      tolerance: 1e-8,
      verdict: 'they agree',
    },
    normalBelow: {
      what: 'normal distribution function',
      by: 'scipy.stats.norm.cdf',
      measure: 'absolute',
      tolerance: 1e-12,
      verdict: 'they agree',
    },
  },
  ours(given) {
    const { degrees, confidence, z } = input.parse(given);
    return { studentT: studentT(degrees, confidence), normalBelow: normalCdf(z, 0, 1) };
  },
};
