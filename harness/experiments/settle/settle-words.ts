import type { Ranged } from '../../../reports/figures/schema.ts';
import { formatInterval, formatValue } from '../../../reports/present/format-value.ts';
import type { Outcome } from './play-point.ts';

/** The published claims. Source: docs/reference.md, section 1. */
const CLAIMED = { automated: 0.45, saved: 0.39 } as const;
/** A fall of goals reached by less than this is not called one. */
const TOLERATED = 0.02;

/** What was found, in words and numbers. */
export function settleFindings(
  arms: readonly Outcome[],
  grid: readonly Outcome[],
  remedies: readonly Outcome[],
): string[] {
  return [...armWords(arms), ...claimWords(grid), ...remedyWords(remedies)];
}

const said = (value: Ranged, unit: 'share' | 'ms' = 'share') =>
  `${formatValue(unit, value.estimate)} ${formatInterval(unit, value)}`.trim();

function armWords(arms: readonly Outcome[]): string[] {
  return arms
    .filter(({ arm }) => arm === 'selective')
    .map(({ name, point, figures }) => {
      const { automated, saved, goal, goalChange } = figures;
      const change = `${formatValue('share', goalChange.difference)} ${formatInterval('share', goalChange)}`;
      return `Operators ${point.label}, ${name}: ${said(automated)} of sessions run without an operator (published 45%), operators save ${said(saved)} of their time (published 39%), and ${said(goal)} of cases reach their goal, ${change} against human-only: ${verdict(goalChange.verdict)}.`;
    });
}

const verdict = (word: 'better' | 'worse' | 'inconclusive') =>
  word === 'inconclusive' ? 'no difference beyond the noise floor' : `quality is ${word}`;

type Standing = 'holds' | 'fails' | 'inconclusive';

/** Whether a claim stands: the whole interval is on one side of it, or nothing can be said. */
function standing({ low, high }: Ranged, claim: number): Standing {
  if (low !== null && low >= claim) return 'holds';
  return high !== null && high < claim ? 'fails' : 'inconclusive';
}

function claimWords(grid: readonly Outcome[]): string[] {
  const selective = grid.filter(({ arm }) => arm === 'selective');
  const names = [...new Set(selective.map(({ name }) => name))];
  return names.flatMap((name) => {
    const own = selective.filter((one) => one.name === name);
    const both = own.filter(
      ({ figures }) =>
        standing(figures.automated, CLAIMED.automated) === 'holds' &&
        standing(figures.saved, CLAIMED.saved) === 'holds',
    );
    const sound = both.filter(({ figures }) => (figures.goalChange.low ?? -1) > -TOLERATED);
    return [
      `${name}: 45% automation and 39% less active time both hold at ${both.length} of ${own.length} noise points${list(both)}; in ${sound.length} of these quality stays within ${TOLERATED * 100} points of human-only${list(sound)}.`,
      count(own, 'automated', 'of sessions automated', CLAIMED.automated),
      count(own, 'saved', 'less active time', CLAIMED.saved),
      worst(own),
    ];
  });
}

const list = (outcomes: readonly Outcome[]) =>
  outcomes.length === 0 || outcomes.length > 6 ? '' : ` (${outcomes.map(({ point }) => point.label).join('; ')})`;

function count(own: readonly Outcome[], figure: 'automated' | 'saved', words: string, claim: number): string {
  const tally = { holds: 0, fails: 0, inconclusive: 0 };
  for (const { figures } of own) tally[standing(figures[figure], claim)]++;
  return `${own[0]?.name ?? ''}: ${claim * 100}% ${words} holds at ${tally.holds}, fails at ${tally.fails}, is inconclusive at ${tally.inconclusive} of ${own.length} points.`;
}

function worst(own: readonly Outcome[]): string {
  const falls = own.filter(({ figures }) => figures.goalChange.verdict === 'worse');
  const [deepest] = [...falls].sort(
    (a, b) => (a.figures.goalChange.difference ?? 0) - (b.figures.goalChange.difference ?? 0),
  );
  if (!deepest)
    return `${own[0]?.name ?? ''}: at no point fewer cases reach their goal than with human-only, beyond the noise floor.`;
  const { difference, low, high } = deepest.figures.goalChange;
  return `${own[0]?.name ?? ''}: quality falls at ${falls.length} of ${own.length} points, most at ${deepest.point.label}: ${formatValue('share', difference)} ${formatInterval('share', { low, high })} of cases.`;
}

function remedyWords(remedies: readonly Outcome[]): string[] {
  const tried = remedies.filter(({ arm }) => arm !== 'human-only');
  const [plain, ...others] = tried;
  if (!plain) return [];
  return others.map(
    ({ name, figures }) =>
      `${name}: sessions automated ${formatValue('share', plain.figures.automated.estimate)} → ${said(figures.automated)}, time saved ${formatValue('share', plain.figures.saved.estimate)} → ${said(figures.saved)}, goals reached ${formatValue('share', plain.figures.goal.estimate)} → ${said(figures.goal)}.`,
  );
}
