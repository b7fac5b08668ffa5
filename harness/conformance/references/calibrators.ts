import { z } from 'zod';
import { recipe as isotonic } from '../../../policies/calibrators/isotonic.ts';
import { recipe as platt } from '../../../policies/calibrators/platt.ts';
import { recipe as temperature } from '../../../policies/calibrators/temperature.ts';
import { vennAbers } from '../../../policies/calibrators/venn-abers.ts';
import type { Output, Reference } from './support/reference.ts';

/** Score, and 1 for an accept. */
const input = z.strictObject({ answers: z.array(z.tuple([z.number(), z.number()])), probes: z.array(z.number()) });

const AGREE: Pick<Output, 'measure' | 'tolerance' | 'verdict'> = {
  measure: 'absolute',
  tolerance: 1e-6,
  verdict: 'they agree',
};

export const reference: Reference = {
  name: 'calibrators',
  subject: 'calibration',
  outputs: {
    platt: { what: 'Platt, smoothed targets', by: 'sklearn.linear_model.LogisticRegression', ...AGREE },
    temperature: {
      what: 'temperature',
      by: 'sklearn.linear_model.LogisticRegression',
      ...AGREE,
      verdict:
        'they agree; where .5 parts accepts from rejects none is the likeliest (ours stops at 1/100), and none is compared',
    },
    isotonic: { what: 'isotonic', by: 'sklearn.isotonic.IsotonicRegression', ...AGREE },
    vennAbersRejected: { what: 'Venn-Abers, had it been rejected', by: 'venn_abers.VennAbers', ...AGREE },
    vennAbersAccepted: { what: 'Venn-Abers, had it been accepted', by: 'venn_abers.VennAbers', ...AGREE },
  },
  ours(given) {
    const { answers, probes } = input.parse(given);
    const list = answers.map(([score, accepted]) => ({ score, accepted: accepted === 1 }));
    const parted = answers.every(([score, accepted]) => (score - 0.5) * (2 * accepted - 1) >= 0);
    const pairs = probes.map(vennAbers(list));
    const by = (recipe: typeof platt) => probes.map(recipe.fit(list, { seed: 'references' }).calibrate);
    return {
      platt: by(platt),
      temperature: parted ? null : by(temperature),
      isotonic: by(isotonic),
      vennAbersRejected: pairs.map(({ rejected }) => rejected),
      vennAbersAccepted: pairs.map(({ accepted }) => accepted),
    };
  },
};
