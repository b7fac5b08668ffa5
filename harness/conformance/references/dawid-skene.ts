import { z } from 'zod';
import { dawidSkene } from '../../bench/noise/dawid-skene.ts';
import type { Output, Reference } from './support/reference.ts';

/** How many items were accepted by none, one, two … of the operators who answered each of them. */
const input = z.strictObject({ accepts: z.array(z.number()) });

const AGREE: Omit<Output, 'what'> = {
  by: 'stepmix.StepMix',
  measure: 'absolute',
  tolerance: 1e-3,
  verdict: 'they agree, as near as its search goes: ours is then the likelier one',
};

export const reference: Reference = {
  name: 'dawid-skene',
  subject: 'Dawid-Skene, operators alike',
  outputs: {
    alpha: { what: 'rejects of right suggestions', ...AGREE },
    beta: { what: 'accepts of wrong ones', ...AGREE },
    accuracy: { what: 'share right', ...AGREE },
  },
  ours(given) {
    const { accepts } = input.parse(given);
    const answers = accepts.length - 1;
    const items = accepts.flatMap((count, accepted) =>
      Array.from({ length: count }, () => ({
        reviews: Array.from({ length: answers }, (_, at) => ({ operator: `o${at}`, accepted: at < accepted })),
      })),
    );
    const { rates, accuracy } = dawidSkene(items);
    return { alpha: rates.alpha, beta: rates.beta, accuracy };
  },
};
