import { z } from 'zod';
import { createRng } from '../../../harness/shared/streams.ts';
import { sobolIndices } from '../../../reports/stats/sobol.ts';
import type { Output, Reference } from './support/reference.ts';

/** Outputs at SALib's own points: of each row the first, those with one input of the second, the second. */
const input = z.strictObject({ inputs: z.number(), outputs: z.array(z.number()) });

const AGREE: Omit<Output, 'what'> = {
  by: 'SALib.analyze.sobol.analyze',
  measure: 'absolute',
  tolerance: 1e-9,
  verdict: 'they agree, on its samples',
};

export const reference: Reference = {
  name: 'sobol',
  subject: 'Sobol indices',
  outputs: {
    first: { what: 'first order (Saltelli 2010)', ...AGREE },
    total: { what: 'total (Jansen 1999)', ...AGREE },
  },
  ours(given) {
    const { inputs, outputs } = input.parse(given);
    const size = inputs + 2;
    const rows = Array.from({ length: outputs.length / size }, (_, at) => {
      const [a, ...rest] = outputs.slice(at * size, (at + 1) * size) as [number, ...number[]];
      return { a, b: rest.at(-1) as number, mixed: rest.slice(0, -1) };
    });
    const found = sobolIndices(rows, createRng('test', 'references'), { draws: 100 });
    return { first: found.map(({ first }) => first.estimate), total: found.map(({ total }) => total.estimate) };
  },
};
