import { metric as goalReached } from '../../../reports/metrics/goal-reached.ts';
import { metric as sessionAutomation } from '../../../reports/metrics/session-automation.ts';
import { countOf, formatEstimate, formatPercent } from '../../../reports/present/format-value.ts';
import { decidingHalf } from '../../../reports/present/judgement-words.ts';
import { savingWords } from '../../../reports/present/saving-words.ts';
import { judgeFamily } from '../../../reports/stats/judge-family.ts';
import { pairedDifference } from '../../../reports/stats/paired-difference.ts';
import { SHARE } from '../../../reports/stats/range.ts';
import type { Outcome } from '../../bench/arms/play-point.ts';
import type { CellFigures } from '../../bench/closed-loop/cell-figures.ts';
import { CLAIMED } from '../../bench/closed-loop/published-arms.ts';
import { PAPER } from '../../bench/closed-loop/settle-points.ts';
import { overPopulations, POPULATIONS_FOR_MEAN, type PopulationSpread } from '../../bench/data/populations.ts';
import type { Metric } from '../../contract/metric.ts';
import { type AcrossPopulations, spreadOf } from './over-populations.ts';

type Of = (figures: CellFigures) => number | null;

const automated: Of = (figures) => figures.automated.estimate;
const saved: Of = (figures) => figures.saved.estimate;
const goal: Of = (figures) => figures.goal.estimate;
const change: Of = ({ goalChange }) => goalChange.estimate;

/** Heads the question, so that nobody takes a range for an interval. */
export function overWhat(count: number): string {
  return count === 1 ? '' : `Over ${count} populations, arms compared within each, median and range shown. `;
}

/** Says first what was repeated and what is compared with what. */
export function populationsLine(count: number, logs: boolean): string {
  const fixed = logs
    ? [
        'another team of operators and another dealing of the log’s sessions each;',
        'the log itself is fixed, so that all of it holds for this log',
      ].join(' ')
    : 'another team of operators, another dealing and other data each';
  if (count === 1)
    return [
      'One population: figures hold for one drawn team, one dealing of',
      `sessions${logs ? '' : ', one generated dataset'} and the models learned from them;`,
      'others may come out far from their intervals (--populations).',
    ].join(' ');
  const mean =
    count < POPULATIONS_FOR_MEAN
      ? `${count} populations bound no mean, so that none is told`
      : 'means with their intervals are in the table of spreads';
  return [
    `${count} populations, ${fixed}. Arms are compared within a population;`,
    `figures are medians over populations, in brackets the lowest and the highest; ${mean}.`,
  ].join(' ');
}

/** What was found over several populations. */
export function populationFindings(
  arms: readonly AcrossPopulations[],
  grid: readonly AcrossPopulations[],
  remedies: readonly AcrossPopulations[],
): string[] {
  const selective = arms.filter(([{ arm }]) => arm === 'selective');
  const noisy = selective.filter(([{ point }]) => point === PAPER);
  const clean = selective.filter(([{ point }]) => point !== PAPER);
  return [...noisy.map(armWords), ...gridWords(grid), ...clean.map(armWords), ...remedyWords(remedies)];
}

const rangeOf = ({ median, least, most }: PopulationSpread) => ({ estimate: median, low: least, high: most });

const describeSpread = (spread: PopulationSpread, unit: 'share' | 'points' = 'share') =>
  formatEstimate(unit, rangeOf(spread));

function armWords(outcomes: AcrossPopulations): string {
  const [{ name, point }] = outcomes;
  const populations = outcomes.length;
  const reached = outcomes.filter(({ figures }) => (automated(figures) ?? 0) >= CLAIMED.automated).length;
  const { mean } = spreadOf(outcomes, automated, SHARE);
  const average = mean ? `, mean ${formatEstimate('share', mean)}` : '';
  return [
    `Operators ${point.label}, ${name}: ${describeSpread(spreadOf(outcomes, automated))} of sessions run`,
    `without an operator${average} (published ${formatPercent(CLAIMED.automated)},`,
    `reached in ${reached} of ${populations}), ${savingWords(rangeOf(spreadOf(outcomes, saved)))} (published`,
    `${formatPercent(CLAIMED.saved)}), and ${describeSpread(spreadOf(outcomes, goal))} of cases reach their`,
    `goal, ${describeSpread(spreadOf(outcomes, change), 'points')} against human-only: ${fallsWords(outcomes)}.`,
  ].join(' ');
}

/** In how many populations quality falls: one family, of which none is falsely said to fall. */
function fallsWords(outcomes: AcrossPopulations): string {
  const populations = outcomes.length;
  const judgements = judgeFamily(
    outcomes.map(({ figures }) => figures.goalChange),
    'holm',
  );
  const falls = judgements.filter((one) => one?.verdict === 'worse').length;
  const undecided = judgements.flatMap((one) => (one?.verdict === 'undecided' ? one : []));
  return [
    `shown to be fewer in ${falls} of ${populations}, corrected for being ${populations} (Holm),`,
    `and undecided in ${undecided.length}${decidingHalf(undecided, 'sessions in each')}`,
  ].join(' ');
}

/** At how many points of the grid both claims come out, and in how many populations. */
function gridWords(grid: readonly AcrossPopulations[]): string[] {
  const selective = grid.filter(([{ arm }]) => arm === 'selective');
  return [...new Set(selective.map(([{ name }]) => name))].map((name) => {
    const own = selective.filter(([first]) => first.name === name);
    const counts = own.map((outcomes) => ({
      of: outcomes.length,
      both: outcomes.filter(
        ({ figures }) => (automated(figures) ?? 0) >= CLAIMED.automated && (saved(figures) ?? 0) >= CLAIMED.saved,
      ).length,
      label: outcomes[0].point.label,
    }));
    const every = counts.filter(({ both, of }) => both === of);
    const none = counts.filter(({ both }) => both === 0);
    const [widest] = [...own]
      .map((outcomes) => ({ label: outcomes[0].point.label, spread: spreadOf(outcomes, automated) }))
      .sort((a, b) => width(b.spread) - width(a.spread));
    return [
      `${name}: of ${countOf(own.length, 'noise point')}, ${formatPercent(CLAIMED.automated)} automation and`,
      `${formatPercent(CLAIMED.saved)} less active time come out together in every population at`,
      `${every.length}${list(every)}, in some at ${own.length - every.length - none.length},`,
      `in none at ${none.length}. Populations differ most at ${widest?.label}:`,
      `${widest ? describeSpread(widest.spread) : '–'} automated.`,
    ].join(' ');
  });
}

const width = ({ least, most }: PopulationSpread) => (most ?? 0) - (least ?? 0);

const list = (points: readonly { readonly label: string }[]) =>
  points.length === 0 || points.length > 6 ? '' : ` (${points.map(({ label }) => label).join('; ')})`;

/** Each remedy against the published rule, within populations. */
function remedyWords(remedies: readonly AcrossPopulations[]): string[] {
  const [plain, ...others] = remedies.filter(([{ arm }]) => arm !== 'human-only' && arm !== 'oracle');
  if (!plain || others.length === 0) return [];
  const [{ point, name }] = plain;
  const start = [
    `Operators ${point.label}, ${name}: ${describeSpread(spreadOf(plain, automated))} of sessions automated,`,
    `${describeSpread(spreadOf(plain, goal))} of goals reached.`,
  ].join(' ');
  const gains = others.map((outcomes) => {
    const gain = (metric: Metric) => gainOf(outcomes, plain, metric);
    const [more, better] = [gain(sessionAutomation), gain(goalReached)];
    return `${outcomes[0].name} ${signed(more)} automation and ${signed(better)} goals`;
  });
  return [start, `Of the remedies, change within populations: ${gains.join('; ')}.`];
}

function gainOf(outcomes: AcrossPopulations, plain: AcrossPopulations, { name }: Metric): PopulationSpread {
  const difference = (one: Outcome, at: number) =>
    pairedDifference(one.sums.sums(name), (plain[at] as Outcome).sums.sums(name), 'share', 'higher').estimate;
  return overPopulations(outcomes.map(difference));
}

function signed(gain: PopulationSpread): string {
  return `${(gain.median ?? 0) > 0 ? '+' : ''}${describeSpread(gain, 'points')}`;
}
