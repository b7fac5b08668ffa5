import { z } from 'zod';
import { clusteredMean } from '../../../reports/stats/clustered-mean.ts';
import { ANY_NUMBER } from '../../../reports/stats/range.ts';
import { linearisedVariance } from '../../../reports/stats/ratio-estimate.ts';
import type { Output, Reference } from './support/reference.ts';

/** Session, value and weight. */
const input = z.strictObject({ values: z.array(z.tuple([z.number(), z.number(), z.number()])) });

const AGREE: Omit<Output, 'what'> = {
  by: 'statsmodels.regression.linear_model.WLS',
  measure: 'absolute',
  tolerance: 1e-9,
  verdict: 'they agree',
};

export const reference: Reference = {
  name: 'clustered-variance',
  subject: 'means clustered by session',
  outputs: {
    mean: { what: 'weighted mean', ...AGREE },
    error: { what: 'standard error, clusters robust', ...AGREE },
  },
  ours(given) {
    const { values } = input.parse(given);
    const numerators: number[] = [];
    const denominators: number[] = [];
    for (const [session, value, weight] of values) {
      numerators[session] = (numerators[session] ?? 0) + weight * value;
      denominators[session] = (denominators[session] ?? 0) + weight;
    }
    const all = values.map(([session, value, weight]) => ({ session: `s${session}`, value, weight }));
    const mean = clusteredMean(all, ANY_NUMBER).estimate;
    return { mean, error: Math.sqrt(linearisedVariance({ numerators, denominators }, mean ?? 0)) };
  },
};
