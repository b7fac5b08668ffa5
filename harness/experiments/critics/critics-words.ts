import { type CriticComparison, compareCritics } from '../../../reports/measures/compare-critics.ts';
import { formatNumber } from '../../../reports/present/format-value.ts';
import { judgementWords } from '../../../reports/present/judgement-words.ts';
import { type Judgement, judgeFamily } from '../../../reports/stats/judge-family.ts';
import { riskCoverage } from '../../../reports/stats/risk-coverage.ts';
import type { Rng } from '../../contract/rng.ts';
import type { JudgedCritic } from './judge-critics.ts';
import type { NoiseResult } from './noise-result.ts';

/** The best learned critic against the best proxy at each noise point, both chosen by their held-out answers. */
export function criticFindings(results: readonly NoiseResult[], rng: () => Rng, draws: number): string[] {
  const points = results.flatMap((result) => {
    const learned = bestOf(result.critics.filter((critic) => critic.learned));
    const proxy = bestOf(result.critics.filter((critic) => !critic.learned));
    if (!learned || !proxy) return [];
    const name = [
      `At α = ${result.alpha}, β = ${result.beta}, the best learned critic (${learned.name}) against the best`,
      `proxy (${proxy.name})`,
    ].join(' ');
    return [{ name, compared: compareCritics(asContestant(learned), asContestant(proxy), rng, draws) }];
  });
  // All comparisons of a measure are read together.
  const words = new Map(
    MEASURES.flatMap((measure) => {
      const family = points.flatMap(({ compared }) => compared.filter((one) => one.measure === measure));
      const judgements = judgeFamily(
        family.map(({ difference }) => difference),
        'holm',
      );
      return family.map((one, at) => [one, inWords(one, judgements[at] ?? null)] as const);
    }),
  );
  const found = points.map(({ name, compared }) => `${name}: ${compared.map((one) => words.get(one)).join('; ')}.`);
  const given = [
    'The intervals of F1 take each threshold as given:',
    'that it was chosen on held-out answers, which could have been others, is not in them.',
    'AURC has no threshold.',
  ].join(' ');
  return found.length > 0 ? [...found, given] : [];
}

/** Lowest AURC against what operators accepted in the held-out phase: the truth of the evaluation must not choose. */
function bestOf(critics: readonly JudgedCritic[]): JudgedCritic | undefined {
  const area = ({ calibration }: JudgedCritic) =>
    riskCoverage(calibration.map(({ score, accepted }) => ({ score, right: accepted })))?.aurc ?? 1;
  return [...critics].sort((a, b) => area(a) - area(b))[0];
}

const asContestant = ({ name, evaluation, threshold }: JudgedCritic) => ({ name, known: evaluation, threshold });

const MEASURES = ['F1', 'AURC'] as const satisfies readonly CriticComparison['measure'][];

function inWords({ measure, difference: found }: CriticComparison, judgement: Judgement | null): string {
  const { estimate, low, high, margin } = found;
  if (estimate === null || judgement === null) return `${measure} cannot be compared`;
  const signed = (value: number) => (value > 0 ? '+' : '') + formatNumber(value, 3);
  const range = low === null || high === null ? 'no interval' : `${signed(low)} to ${signed(high)}`;
  return `${measure} ${signed(estimate)} (${range}), ${judgementWords(judgement, margin, 'share')}`;
}
