import type { FigureTable } from '../../../reports/figures/schema.ts';
import { type Columns, plain, ranged, table, text } from '../../../reports/figures/table.ts';
import { countOf, formatCount, formatPercent } from '../../../reports/present/format-value.ts';
import { sumOf } from '../../shared/numbers.ts';
import { type AdaptiveRule, type Looked, SWEEP_ERROR } from './adaptive-rule.ts';
import type { Comparison } from './plan.ts';

/** A comparison of an adaptive sweep, and what it came to when it was last looked at. */
export interface LookedAt {
  readonly comparison: Comparison;
  /** Sessions of each cell, crashed ones too. */
  readonly played: number;
  readonly looked: Looked;
}

const subject = ({ metric, arm, baseline }: AdaptiveRule) => `${metric.title}, ${arm} less ${baseline}`;
const differenceUnit = ({ metric }: AdaptiveRule) => (metric.unit === 'share' ? 'points' : metric.unit);

/** How many comparisons are decided, and how many sessions that took. */
export function looksFinding(rule: AdaptiveRule, all: readonly LookedAt[]): string {
  const called = (verdict: string) => all.filter(({ looked }) => looked.verdict === verdict).length;
  const verdicts = ['better', 'worse', 'equivalent', 'undecided']
    .map((verdict) => [verdict, called(verdict)] as const)
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${verdict}`);
  const spent = sumOf(all, ({ played }) => played);
  const most = all.length * (rule.sizes.at(-1) as number);
  return [
    `${subject(rule)}: of ${countOf(all.length, 'comparison')} ${verdicts.join(', ')}.`,
    `That took ${formatCount(spent)} of at most ${formatCount(most)} sessions a cell (${formatPercent(spent / most)}).`,
  ].join(' ');
}

/** By which rule sessions were taken, and what holds under it. */
export function looksNote({ sizes, criticals, baseline, arm, metric }: AdaptiveRule, comparisons: number): string {
  const looks = sizes.map((size, at) => {
    const critical = criticals[at] as number;
    return `${formatCount(size)} (${Number.isFinite(critical) ? critical.toFixed(2) : 'not tested'})`;
  });
  return [
    `Adaptive: each comparison is looked at after ${looks.join(', ')} sessions a cell, in brackets the critical value,`,
    `and ends as soon as ${arm} is better, worse or equivalent to ${baseline} in ${metric.title.toLowerCase()}.`,
    `With a probability of ${formatPercent(1 - SWEEP_ERROR)} or more no verdict of the ${countOf(comparisons, 'comparison')}`,
    'is false, and all intervals of the difference hold the truth, whenever each ended. Those of other figures are made',
    'for a sample of fixed size: where sessions ended early they say a little too much.',
  ].join(' ');
}

/** Every comparison, its difference and after how many sessions it was decided. */
export function looksTable(
  rule: AdaptiveRule,
  all: readonly LookedAt[],
  varied: readonly Exclude<keyof Comparison, 'id' | 'seed'>[],
): FigureTable {
  const columns: Columns<LookedAt> = {
    id: text('id', ({ comparison }) => comparison.id, { detail: true }),
    seed: text('seed', ({ comparison }) => comparison.seed),
    ...Object.fromEntries(
      varied.map((name) => [name, text<LookedAt>(name, ({ comparison }) => String(comparison[name]))]),
    ),
    verdict: text('verdict', ({ looked }) => looked.verdict),
    difference: ranged(subject(rule), differenceUnit(rule), ({ looked }) => looked, {
      definition: 'With its repeated confidence interval, which holds for all comparisons and looks together.',
    }),
    margin: plain('margin', differenceUnit(rule), ({ looked }) => looked.margin, {
      definition: 'Differences within it are equivalent.',
      detail: true,
    }),
    look: plain('look', 'count', ({ looked }) => looked.look, 'After which look it ended.'),
    played: plain('sessions a cell', 'count', 'played'),
  };
  return table<LookedAt>({
    id: 'looks',
    title: 'What each comparison is decided to be, and after how many sessions',
    caption: `Undecided: not after ${formatCount(rule.sizes.at(-1) as number)} sessions a cell, or when the data ended.`,
    columns,
    rows: all,
  });
}
