import type { Ranged } from '../../../reports/figures/schema.ts';
import { metric as goalReached } from '../../../reports/metrics/goal-reached.ts';
import { metric as sessionAutomation } from '../../../reports/metrics/session-automation.ts';
import { formatCount, formatEstimate, formatPercent } from '../../../reports/present/format-value.ts';
import { judgementWords, marginWords } from '../../../reports/present/judgement-words.ts';
import { type Judgement, judgeFamily } from '../../../reports/stats/judge-family.ts';

import { type PairedDifference, pairedDifference } from '../../../reports/stats/paired-difference.ts';
import type { Metric } from '../../contract/metric.ts';
import type { Outcome } from './play-point.ts';
import { CLAIMED, TOLERATED } from './published-arms.ts';
import { qualityStanding, type Standing, sessionsForQuality } from './quality-standing.ts';
import { CLEAN } from './settle-points.ts';

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

const said = (value: Ranged) => formatEstimate('share', value);

function armWords(arms: readonly Outcome[]): string[] {
  const own = arms.filter(({ arm }) => arm === 'selective');
  const judgements = judgeFamily(
    own.map(({ figures }) => figures.goalChange),
    'holm',
  );
  return own.map((one, at) => {
    const { name, point, figures } = one;
    const { automated, saved, goal, goalChange } = figures;
    return `Operators ${point.label}, ${name}: ${said(automated)} of sessions run without an operator (published ${formatPercent(CLAIMED.automated)}), operators save ${said(saved)} of their time (published ${formatPercent(CLAIMED.saved)}), and ${said(goal)} of cases reach their goal, ${change(one)} against human-only: ${quality(judgements[at] ?? null, goalChange)}.`;
  });
}

const quality = (judgement: Judgement | null, { margin }: PairedDifference) =>
  judgement === null ? 'quality was not compared' : `quality is ${judgementWords(judgement, margin, 'share')}`;

/** Whether a claim stands: the whole interval is on one side of it, or nothing can be said yet. */
function standing({ low, high }: Ranged, claim: number): Standing {
  if (low !== null && low >= claim) return 'holds';
  return high !== null && high < claim ? 'fails' : 'undecided';
}

function claimWords(grid: readonly Outcome[]): string[] {
  const selective = grid.filter(({ arm }) => arm === 'selective');
  return [...new Set(selective.map(({ name }) => name))].flatMap((name) => {
    const own = selective.filter((one) => one.name === name);
    const both = own.filter(
      ({ figures }) =>
        standing(figures.automated, CLAIMED.automated) === 'holds' &&
        standing(figures.saved, CLAIMED.saved) === 'holds',
    );
    const quality = own.map(({ figures }) => qualityStanding(figures.goalChange));
    const stays = (standing: Standing) => quality.filter((one) => one === standing).length;
    const counts = `of ${own.length} noise points, ${formatPercent(CLAIMED.automated)} automation ${tally(own, 'automated')}; ${formatPercent(CLAIMED.saved)} less active time ${tally(own, 'saved')}`;
    return [
      `${name}: ${counts}; both hold at ${both.length}${list(both)}. Quality stays within ${marginWords(TOLERATED, 'share')} of human-only at ${stays('holds')}, falls by more at ${stays('fails')}, is undecided at ${stays('undecided')}${enough(own.filter((_, at) => quality[at] === 'undecided'))}.`,
      worst(name, own),
    ];
  });
}

const list = (outcomes: readonly Outcome[]) =>
  outcomes.length === 0 || outcomes.length > 6 ? '' : ` (${outcomes.map(({ point }) => point.label).join('; ')})`;

/** How many sessions a point would decide half of the undecided ones. */
function enough(undecided: readonly Outcome[]): string {
  const needed = undecided.flatMap(({ figures }) => sessionsForQuality(figures.goalChange) ?? []).sort((a, b) => a - b);
  const half = needed[Math.floor((needed.length - 1) / 2)];
  return half === undefined ? '' : ` (${formatCount(half)} sessions a point would decide half of these)`;
}

function tally(own: readonly Outcome[], figure: 'automated' | 'saved'): string {
  const counts = { holds: 0, fails: 0, undecided: 0 };
  for (const { figures } of own) counts[standing(figures[figure], CLAIMED[figure])]++;
  return `holds at ${counts.holds}, fails at ${counts.fails}, is undecided at ${counts.undecided}`;
}

function worst(name: string, own: readonly Outcome[]): string {
  const judgements = judgeFamily(
    own.map(({ figures }) => figures.goalChange),
    'false-discovery',
  );
  const falls = own.filter((_, at) => judgements[at]?.verdict === 'worse');
  const [deepest] = [...falls].sort(
    (a, b) => (a.figures.goalChange.difference ?? 0) - (b.figures.goalChange.difference ?? 0),
  );
  if (!deepest)
    return `${name}: at none of ${own.length} points do surely fewer cases reach their goal than with human-only.`;
  return `${name}: quality falls at ${falls.length} of ${own.length} points, most at ${deepest.point.label}: ${change(deepest)} of cases.`;
}

const change = ({ figures: { goalChange } }: Outcome) =>
  formatEstimate('points', { ...goalChange, estimate: goalChange.difference });

/** Where the published rule stands at the bad point, then what did most for automation and for quality; the others are in the table. */
function remedyWords(remedies: readonly Outcome[]): string[] {
  const [plain, ...others] = remedies.filter(({ arm }) => arm !== 'human-only' && arm !== 'oracle');
  if (!plain || others.length === 0) return [];
  const figures = (one: Outcome) =>
    `${said(one.figures.automated)} of sessions automated, ${said(one.figures.saved)} of time saved, ${said(one.figures.goal)} of goals reached`;
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
      (next.gain.difference ?? -1) > (best.gain.difference ?? -1) ? next : best,
    );
    const by = formatEstimate('points', { ...gain, estimate: gain.difference });
    const judgement = judgements[gains.findIndex((candidate) => candidate.one === one)];
    if (!judgement || (gain.difference ?? 0) <= 0) return `No remedy buys ${what} back.`;
    return judgement.verdict === 'better'
      ? `Of the remedies ${one.name} buys most ${what}, ${by} more: ${figures(one)}.`
      : `No remedy surely buys ${what} back; ${one.name} comes nearest, ${by} more (${judgementWords(judgement, gain.margin, 'share')}): ${figures(one)}.`;
  };
  return [
    `Operators ${plain.point.label}, ${plain.name}: ${figures(plain)}.`,
    bought('automation', sessionAutomation),
    bought('quality', goalReached),
  ];
}
