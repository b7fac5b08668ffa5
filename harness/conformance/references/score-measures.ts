import { z } from 'zod';
import { auroc } from '../../../reports/stats/auroc.ts';
import { brierScore, calibrationError, reliabilityBins } from '../../../reports/stats/reliability.ts';
import { riskCoverage } from '../../../reports/stats/risk-coverage.ts';
import type { Output, Reference } from './support/reference.ts';

/** Score, and 1 for right. */
const input = z.strictObject({ outcomes: z.array(z.tuple([z.number(), z.number()])), bins: z.number() });

const AGREE: Pick<Output, 'measure' | 'tolerance' | 'verdict'> = {
  measure: 'absolute',
  tolerance: 1e-9,
  verdict: 'they agree',
};

export const reference: Reference = {
  name: 'score-measures',
  subject: 'measures of scores',
  outputs: {
    ece: {
      what: 'ECE, bins of equal mass',
      by: 'sklearn.calibration.calibration_curve',
      ...AGREE,
      verdict:
        'they agree where scores are distinct and the bins share them equally; elsewhere bin edges are a choice, and not compared',
    },
    brier: { what: 'Brier score', by: 'sklearn.metrics.brier_score_loss', ...AGREE },
    auroc: { what: 'AUROC', by: 'sklearn.metrics.roc_auc_score', ...AGREE },
    aurc: { what: 'AURC', by: 'sklearn.metrics.auc', ...AGREE },
    augrc: { what: 'AUGRC', by: 'sklearn.metrics.auc', ...AGREE },
  },
  ours(given) {
    const { outcomes, bins } = input.parse(given);
    const list = outcomes.map(([score, right]) => ({ score, right: right === 1 }));
    const distinct = new Set(list.map(({ score }) => score)).size === list.length && list.length % bins === 0;
    const curve = riskCoverage(list);
    return {
      ece: distinct ? calibrationError(reliabilityBins(list, bins)) : null,
      brier: brierScore(list),
      auroc: auroc(list),
      aurc: curve?.aurc ?? null,
      augrc: curve?.augrc ?? null,
    };
  },
};
