import { formatEstimate } from '../../../../reports/present/format-value.ts';
import { type Judgement, judgeFamily } from '../../../../reports/stats/judge-family.ts';
import type { PairedDifference } from '../../../../reports/stats/paired-difference.ts';
import { totalsOf } from '../../../../reports/stats/session-sums.ts';
import type { PooledNoise } from '../results.ts';
import { differenceOf, figureOf, reportedLessTrue, TOLD, type Told } from './closed-arms.ts';
import type { ClosedArm } from './play-closed.ts';

/** What was found in closed loop, in words that follow from intervals. `goal`: what a goal counts for in the reward. */
export const closedFindings = (results: readonly PooledNoise[], goal: number): string[] =>
  results.flatMap(({ noise, closed }) => {
    const [deployed, ...others] = closed ?? [];
    if (!deployed || others.length === 0) return [];
    return [againstDeployed(noise, deployed, others, goal), rewardInWords(noise, deployed, others)];
  });

const SAID = { goal: 'goals reached', automated: 'sessions automated', trueReward: 'true reward' } as const;

function againstDeployed(noise: string, deployed: ClosedArm, others: readonly ClosedArm[], goal: number): string {
  const parts = (Object.keys(SAID) as (keyof typeof SAID)[]).map((told) => {
    const { figure, unit, shown } = TOLD[told];
    if ([deployed, ...others].every(({ sums }) => totalsOf(sums[figure]).numerator === 0)) return `${SAID[told]}: none`;
    const before = formatEstimate(unit === 'count' ? 'score' : unit, figureOf(deployed, told, goal));
    const all = compared(deployed, others, told).map(
      ({ name, difference, judgement }) =>
        `${name} ${sign(difference)}${formatEstimate(shown, difference)}, ${judgement?.verdict ?? 'not compared'}`,
    );
    return `${SAID[told]} (${before} as deployed): ${all.join('; ')}`;
  });
  return `Noise ${noise}, closed loop against the deployed policy: ${parts.join('. ')}.`;
}

interface Compared {
  readonly name: string;
  readonly difference: PairedDifference;
  readonly judgement: Judgement | null;
}

/** All others against the deployed policy: one family. */
function compared(deployed: ClosedArm, others: readonly ClosedArm[], told: Told): Compared[] {
  const differences = others.map((arm) => differenceOf(arm, deployed, told));
  const judgements = judgeFamily(differences, 'holm');
  return others.map(({ name }, at) => ({ name, difference: differences[at]!, judgement: judgements[at] ?? null }));
}

/** Whether what operators report is what was, and would tell policies apart as that does. */
function rewardInWords(noise: string, deployed: ClosedArm, others: readonly ClosedArm[]): string {
  const same = [deployed, ...others].every(({ sums: { trueShort, reportedShort } }) =>
    Array.from(trueShort.numerators).every((value, at) => value === reportedShort.numerators[at]),
  );
  if (same) return `Noise ${noise}: every session’s reported reward is the true one.`;
  const less = reportedLessTrue(deployed);
  const reported = compared(deployed, others, 'reportedReward');
  const other = compared(deployed, others, 'trueReward').flatMap(({ name, judgement }, at) => {
    const [truth, told] = [judgement?.verdict, reported[at]!.judgement?.verdict];
    return truth === told ? [] : [`${name} (${told}; in truth ${truth})`];
  });
  const verdicts = other.length === 0 ? 'says the same of each policy' : `says otherwise of ${other.join(', ')}`;
  return [
    `Noise ${noise}: reported less true reward of the deployed policy is ${sign(less)}${formatEstimate('score', less)};`,
    `the comparison with it by what is reported ${verdicts}.`,
  ].join(' ');
}

const sign = ({ estimate }: PairedDifference) => ((estimate ?? 0) > 0 ? '+' : '');
