import { complement } from '../../../../reports/stats/complement.ts';
import type { Ranged } from '../../../../reports/stats/interval.ts';
import { type PairedDifference, pairedDifference } from '../../../../reports/stats/paired-difference.ts';
import { ratioEstimate } from '../../../../reports/stats/ratio-estimate.ts';
import { pooledSums } from '../../../bench/feedback/sums-by-session.ts';
import { CLOSED_FIGURES, type ClosedArm, type ClosedFigure } from './play-closed.ts';

/** The same arms of several populations, each with its own sessions; none where one of them was not played. */
export function pooledArms(populations: readonly (readonly ClosedArm[] | null)[]): ClosedArm[] | null {
  const known = populations.flatMap((arms) => (arms ? [arms] : []));
  const [first] = known;
  if (!first || known.length < populations.length) return null;
  return first.flatMap(({ name }) => {
    const own = known.flatMap((arms) => arms.find((arm) => arm.name === name) ?? []);
    if (own.length < known.length) return [];
    const gates = new Set(own.map(({ gate }) => gate));
    const pooled = (figure: ClosedFigure) => [figure, pooledSums(own.map(({ sums }) => sums[figure]))] as const;
    return [
      { name, gate: [...gates].join(' / '), sums: Object.fromEntries(CLOSED_FIGURES.map(pooled)) as ClosedArm['sums'] },
    ];
  });
}

/** Figures as they are told: of rewards themselves, not what they fall short of. */
export const TOLD = {
  automated: { figure: 'automated', unit: 'share', shown: 'points', better: 'higher' },
  goal: { figure: 'goal', unit: 'share', shown: 'points', better: 'higher' },
  activeMs: { figure: 'activeMs', unit: 'ms', shown: 'ms', better: 'lower' },
  wrong: { figure: 'wrong', unit: 'share', shown: 'points', better: 'lower' },
  trueReward: { figure: 'trueShort', unit: 'count', shown: 'score', better: 'higher' },
  reportedReward: { figure: 'reportedShort', unit: 'count', shown: 'score', better: 'higher' },
} as const;
export type Told = keyof typeof TOLD;

const isReward = (told: Told) => TOLD[told].unit === 'count';

/** `goal`: what a goal counts for in the reward. */
export function figureOf({ sums }: ClosedArm, told: Told, goal: number): Ranged {
  const { figure, unit } = TOLD[told];
  const estimate = ratioEstimate(sums[figure], unit);
  return isReward(told) ? complement(estimate, goal) : estimate;
}

/** One arm less another, paired by session. */
export function differenceOf(arm: ClosedArm, other: ClosedArm, told: Told): PairedDifference {
  const { figure, unit, better } = TOLD[told];
  const [ours, theirs] = [arm.sums[figure], other.sums[figure]];
  // What one falls short of less than the other is what its reward is higher by.
  return isReward(told) ? pairedDifference(theirs, ours, unit, better) : pairedDifference(ours, theirs, unit, better);
}

/** What is reported less what is true, paired by session. */
export const reportedLessTrue = ({ sums }: ClosedArm): PairedDifference =>
  pairedDifference(sums.trueShort, sums.reportedShort, 'count', null);
