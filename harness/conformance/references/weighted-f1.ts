import { z } from 'zod';
import { accuracy, weightedF1 } from '../../../reports/metrics/classification.ts';
import type { Output, Reference } from './support/reference.ts';

/** A letter an example. */
const input = z.strictObject({ labels: z.string(), predictions: z.string() });

const AGREE: Pick<Output, 'measure' | 'tolerance' | 'verdict'> = {
  measure: 'absolute',
  tolerance: 1e-10,
  verdict: 'they agree',
};

export const reference: Reference = {
  name: 'weighted-f1',
  subject: 'next-action prediction',
  outputs: {
    weightedF1: { what: 'weighted F1', by: 'sklearn.metrics.f1_score', ...AGREE },
    accuracy: { what: 'accuracy', by: 'sklearn.metrics.accuracy_score', ...AGREE },
  },
  ours(given) {
    const { labels, predictions } = input.parse(given);
    return {
      weightedF1: weightedF1([...labels], [...predictions]),
      accuracy: accuracy([...labels], [...predictions]),
    };
  },
};
