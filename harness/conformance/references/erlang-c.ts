import { z } from 'zod';
import { erlangC } from '../../../simulators/pool/erlang-c.ts';
import type { Output, Reference } from './support/reference.ts';

const input = z.strictObject({
  arrivalRate: z.number(),
  serviceRate: z.number(),
  servers: z.number(),
  time: z.number(),
});

const AGREE: Omit<Output, 'what'> = {
  by: 'scipy.stats.poisson',
  measure: 'absolute',
  tolerance: 1e-9,
  verdict: 'they agree, by the closed form there and the recursion here',
};

export const reference: Reference = {
  name: 'erlang-c',
  subject: 'Erlang C',
  outputs: {
    waitShare: { what: 'P(an arrival waits)', ...AGREE },
    meanWait: { what: 'mean wait', ...AGREE, measure: 'relative' },
    within: { what: 'P(it waits at most so long)', ...AGREE },
  },
  ours(given) {
    const { time, ...load } = input.parse(given);
    const { waitShare, meanWait, within } = erlangC(load);
    return { waitShare, meanWait: Number.isFinite(meanWait) ? meanWait : null, within: within(time) };
  },
};
