import { formatNumber } from '../../../reports/present/format-value.ts';
import { riskCoverage } from '../../../reports/stats/risk-coverage.ts';
import type { Rng } from '../../contract/rng.ts';
import { type CriticComparison, compareCritics } from './compare-critics.ts';
import type { JudgedCritic } from './judge-critics.ts';
import type { NoiseResult } from './noise-result.ts';

/** The best learned critic against the best proxy at each noise point, both chosen by their held-out answers. */
export function criticFindings(results: readonly NoiseResult[], rng: () => Rng, draws: number): string[] {
  const found = results.flatMap((result) => {
    const learned = bestOf(result.critics.filter((critic) => critic.learned));
    const proxy = bestOf(result.critics.filter((critic) => !critic.learned));
    if (!learned || !proxy) return [];
    const said = compareCritics(asContestant(learned), asContestant(proxy), rng, draws).map(words);
    return [
      `At α = ${result.alpha}, β = ${result.beta}, the best learned critic (${learned.name}) against the best proxy (${proxy.name}): ${said.join('; ')}.`,
    ];
  });
  const given =
    'The intervals of F1 take each threshold as given: that it was chosen on held-out answers, which could have been others, is not in them. AURC has no threshold.';
  return found.length > 0 ? [...found, given] : [];
}

/** Lowest AURC against what operators accepted in the held-out phase: the truth of the evaluation must not choose. */
function bestOf(critics: readonly JudgedCritic[]): JudgedCritic | undefined {
  const area = ({ calibration }: JudgedCritic) =>
    riskCoverage(calibration.map(({ score, accepted }) => ({ score, right: accepted })))?.aurc ?? 1;
  return [...critics].sort((a, b) => area(a) - area(b))[0];
}

const asContestant = ({ name, evaluation, threshold }: JudgedCritic) => ({ name, known: evaluation, threshold });

function words({ measure, difference }: CriticComparison): string {
  const { estimate, low, high, verdict } = difference;
  if (estimate === null) return `${measure} cannot be compared`;
  const signed = (value: number) => (value > 0 ? '+' : '') + formatNumber(value, 3);
  const range = low === null || high === null ? 'no interval' : `${signed(low)} to ${signed(high)}`;
  return `${measure} ${signed(estimate)} (${range}), ${verdict}`;
}
