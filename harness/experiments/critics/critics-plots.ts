import type { FigurePlot } from '../../../reports/figures/schema.ts';
import { reliabilityBins } from '../../../reports/stats/reliability.ts';
import { riskCoverage, thinPoints } from '../../../reports/stats/risk-coverage.ts';
import type { NoiseResult } from './noise-result.ts';

/** Points of a curve that are published. */
const MAX_POINTS = 200;

/** Risk against coverage and calibration, each critic a curve, at the first and the last noise point. */
export function criticPlots(results: readonly NoiseResult[]): FigurePlot[] {
  const [first] = results;
  const last = results.at(-1);
  const shown = [...new Set([first, last])].filter((result) => result !== undefined);
  return shown.flatMap((result, at) => {
    const noise = `α ${result.alpha}, β ${result.beta}`;
    return [
      {
        id: `risk-coverage-${at}`,
        kind: 'risk-coverage' as const,
        title: `Risk and coverage by critic, ${noise}`,
        caption: 'Share wrong among what passes (risk) as the threshold lets more pass (coverage). Lower is better.',
        curves: result.critics.map(({ name, evaluation }) => ({
          label: name,
          points: thinPoints(riskCoverage(evaluation)?.points ?? [], MAX_POINTS).map(({ coverage, risk }) => ({
            x: coverage,
            y: risk,
          })),
        })),
      },
      {
        id: `calibration-${at}`,
        kind: 'calibration' as const,
        title: `Calibration by critic, ${noise}`,
        caption:
          'Mean score of equally full bins against the share that was right. On the diagonal, the score means what it says.',
        curves: result.critics.map(({ name, evaluation }) => ({
          label: name,
          points: reliabilityBins(evaluation).map(({ score, right }) => ({ x: score, y: right })),
        })),
      },
    ];
  });
}
