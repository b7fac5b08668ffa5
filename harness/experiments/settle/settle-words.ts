import type { Ranged } from '../../../reports/figures/schema.ts';
import { metric as goalReached } from '../../../reports/metrics/goal-reached.ts';
import { metric as sessionAutomation } from '../../../reports/metrics/session-automation.ts';
import { countOf, formatEstimate, formatPercent } from '../../../reports/present/format-value.ts';
import { decidingHalf, judgementWords, marginWords } from '../../../reports/present/judgement-words.ts';
import { savingWords } from '../../../reports/present/saving-words.ts';
import { type Judgement, judgeFamily } from '../../../reports/stats/judge-family.ts';
import { type PairedDifference, pairedDifference } from '../../../reports/stats/paired-difference.ts';
import type { Outcome } from '../../bench/arms/play-point.ts';
import { CLAIMED, TOLERATED } from '../../bench/closed-loop/published-arms.ts';
import { CLEAN } from '../../bench/closed-loop/settle-points.ts';
import type { Metric } from '../../contract/metric.ts';
import { type JudgedClaim, judgeClaims, type Standing } from './judge-claims.ts';

/** What was found, in words and numbers. */
export function settleFindings(
  arms: readonly Outcome[],
  grid: readonly Outcome[],
  remedies: readonly Outcome[],
): string[] {
  const clean = arms.filter(({ point }) => point === CLEAN);
  const noisy = arms.filter(({ point }) => point !== CLEAN);
  return [...armWords(noisy), ...claimWords(grid), ...armWords(clean), ...remedyWords(remedies)];
}

const percent = (value: Ranged) => formatEstimate('share', value);

function armWords(arms: readonly Outcome[]): string[] {
  const own = arms.filter(({ arm }) => arm === 'selective');
  const judgements = judgeFamily(
    own.map(({ figures }) => figures.goalChange),
    'holm',
  );
  return own.map((one, at) => {
    const { name, point, figures } = one;
    const { automated, saved, goal, goalChange } = figures;
    return [
      `Operators ${point.label}, ${name}: ${percent(automated)} of sessions run without an operator (published`,
      `${formatPercent(CLAIMED.automated)}), ${savingWords(saved)} (published ${formatPercent(CLAIMED.saved)}),`,
      `and ${percent(goal)} of cases reach their goal, ${change(one)} against human-only:`,
      `${quality(judgements[at] ?? null, goalChange)}.`,
    ].join(' ');
  });
}

const quality = (judgement: Judgement | null, { margin }: PairedDifference) =>
  judgement === null ? 'quality was not compared' : `quality is ${judgementWords(judgement, margin, 'share')}`;

function claimWords(grid: readonly Outcome[]): string[] {
  const selective = grid.filter(({ arm }) => arm === 'selective');
  return [...new Set(selective.map(({ name }) => name))].flatMap((name) => {
    const own = selective.filter((one) => one.name === name);
    const points = own.map(({ figures }) => figures);
    const [automated, saved] = [judgeClaims('automated', points), judgeClaims('saved', points)];
    const quality = judgeClaims('quality', points);
    const both = own.filter((_, at) => automated[at]?.standing === 'holds' && saved[at]?.standing === 'holds');
    const stays = (standing: Standing) => quality.filter((one) => one.standing === standing).length;
    const counts = [
      `of ${countOf(own.length, 'noise point')}, ${formatPercent(CLAIMED.automated)} automation ${tally(automated)};`,
      `${formatPercent(CLAIMED.saved)} less active time ${tally(saved)}`,
    ].join(' ');
    return [
      [
        `${name}: ${counts}; both hold at ${both.length}${list(both)}.`,
        `Quality stays within ${marginWords(TOLERATED, 'share')} of human-only at ${stays('holds')},`,
        `falls by more at ${stays('fails')}, is undecided at`,
        `${stays('undecided')}${enough(quality)}.`,
        ...(own.length === 1 ? [] : [`Each claim is corrected for its ${own.length} points (false discovery).`]),
      ].join(' '),
      worst(name, own),
    ];
  });
}

const list = (outcomes: readonly Outcome[]) =>
  outcomes.length === 0 || outcomes.length > 6 ? '' : ` (${outcomes.map(({ point }) => point.label).join('; ')})`;

/** How many sessions a point would decide half of the undecided ones. */
const enough = (claims: readonly JudgedClaim[]) =>
  decidingHalf(claims.filter(({ standing }) => standing === 'undecided'));

function tally(claims: readonly JudgedClaim[]): string {
  const countOf = (standing: Standing) => claims.filter((one) => one.standing === standing).length;
  return `holds at ${countOf('holds')}, fails at ${countOf('fails')}, is undecided at ${countOf('undecided')}${enough(claims)}`;
}

function worst(name: string, own: readonly Outcome[]): string {
  const judgements = judgeFamily(
    own.map(({ figures }) => figures.goalChange),
    'false-discovery',
  );
  const falls = own.filter((_, at) => judgements[at]?.verdict === 'worse');
  const [deepest] = [...falls].sort(
    (a, b) => (a.figures.goalChange.estimate ?? 0) - (b.figures.goalChange.estimate ?? 0),
  );
  if (!deepest)
    return [
      `${name}: at none of ${countOf(own.length, 'point')} is it shown that fewer cases reach their goal than with`,
      `human-only, corrected for being ${own.length} (false discovery).`,
    ].join(' ');
  return [
    `${name}: quality falls at ${falls.length} of ${countOf(own.length, 'point')},`,
    `corrected for being ${own.length} (false discovery), most at ${deepest.point.label}:`,
    `${change(deepest)} of cases.`,
  ].join(' ');
}

const change = ({ figures: { goalChange } }: Outcome) => formatEstimate('points', goalChange);

/** Where the published rule stands at the bad point, then what did most for automation and for quality; the others are in the table. */
function remedyWords(remedies: readonly Outcome[]): string[] {
  const [plain, ...others] = remedies.filter(({ arm }) => arm !== 'human-only' && arm !== 'oracle');
  if (!plain || others.length === 0) return [];
  const figures = (one: Outcome) =>
    [
      `${percent(one.figures.automated)} of sessions automated, ${savingWords(one.figures.saved, '')},`,
      `${percent(one.figures.goal)} of goals reached`,
    ].join(' ');
  const bought = (what: string, { name }: Metric) => {
    const gains = others.map((one) => ({
      one,
      gain: pairedDifference(one.sums.sums(name), plain.sums.sums(name), 'share', 'higher'),
    }));
    // The best of several is the best by luck, too: the verdict is corrected for all of them.
    const judgements = judgeFamily(
      gains.map(({ gain }) => gain),
      'holm',
    );
    const { one, gain } = gains.reduce((best, next) =>
      (next.gain.estimate ?? -1) > (best.gain.estimate ?? -1) ? next : best,
    );
    const by = formatEstimate('points', gain);
    const judgement = judgements[gains.findIndex((candidate) => candidate.one === one)];
    if (!judgement || (gain.estimate ?? 0) <= 0) return `No remedy buys ${what} back.`;
    const among = others.length === 1 ? '' : `, corrected for ${others.length} remedies (Holm)`;
    return judgement.verdict === 'better'
      ? `Of the remedies ${one.name} buys most ${what}, ${by} more${among}: ${figures(one)}.`
      : [
          `No remedy is shown to buy ${what} back${among};`,
          `${one.name} comes nearest, ${by} more (${judgementWords(judgement, gain.margin, 'share')}):`,
          `${figures(one)}.`,
        ].join(' ');
  };
  return [
    `Operators ${plain.point.label}, ${plain.name}: ${figures(plain)}.`,
    bought('automation', sessionAutomation),
    bought('quality', goalReached),
  ];
}
