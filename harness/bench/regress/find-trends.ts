import { holm } from '../../../reports/stats/judge-family.ts';
import { mannKendall, pettitt, theilSen } from '../../../reports/stats/trend.ts';
import type { Metric } from '../../contract/metric.ts';
import { medianOf, sumOf } from '../../shared/numbers.ts';
import type { NightOfHistory } from './history.ts';

/** Error rate of all tests of all figures together. */
const LEVEL = 0.05;
const TESTS_OF_A_FIGURE = 2;
/** Strong evidence by Schwarz's criterion. Source: Kass & Raftery 1995. */
const CLEARLY = 6;

/** A figure over the nights that measured it. */
export interface FigureTrend {
  /** Name of the metric, and for people; the latter is the former where the metric is no longer there. */
  readonly metric: string;
  readonly title: string;
  readonly cell: string;
  readonly unit: Metric['unit'];
  readonly values: readonly number[];
  readonly nights: readonly NightOfHistory[];
  readonly slope: ReturnType<typeof theilSen>;
  /** Place of the first night after the likeliest change. 0: all nights are alike. */
  readonly at: number;
  /** Of the trend and of the change, raised for all figures together. */
  readonly p: { readonly trend: number; readonly change: number };
  /** Null: nothing is shown. */
  readonly moved: Moved | null;
}

export interface Moved {
  readonly direction: 'declines' | 'rises';
  /** Whether two levels are clearly nearer to it than a line: a description, and no test. */
  readonly atOnce: boolean;
  /** Null: the metric has no good direction. */
  readonly worse: boolean | null;
  /** Medians before and from the change on. */
  readonly before: number;
  readonly since: number;
  /** Nights on which its own check was called worse. */
  readonly shownBy: readonly NightOfHistory[];
}

export interface Trends {
  /** Those of the last night, what moved first: the worse, and of these what no night showed. */
  readonly figures: readonly FigureTrend[];
  /** The nights that are compared. */
  readonly nights: readonly NightOfHistory[];
  /** Nights that answer another question than the last, and of the others those that were not whole. */
  readonly others: number;
  readonly broken: number;
  /** Figures that earlier nights measured, and the last did not. */
  readonly gone: number;
  /** Fewest nights that can show anything in so many figures: on all of them each value above the last, or below. */
  readonly fewest: number;
}

/**
 * What declines or rises over the nights of a history. Of each figure it tests the trend (Mann-Kendall) and one change
 * (Pettitt), at 5 % for all figures together (Holm). A figure that never moved is no part of the family: no order of equal
 * values differs from another.
 */
export function findTrends(history: readonly NightOfHistory[], metrics: readonly Metric[]): Trends {
  const alike = history.filter(({ question }) => question === history.at(-1)?.question);
  const nights = alike.filter(({ whole }) => whole).toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  const series = seriesOf(nights);
  const varied = series.filter(({ values }) => new Set(values).size > 1);
  const tests = varied.flatMap(({ values }) => [mannKendall(values).p, pettitt(values).p]);
  const raised = holm(tests);
  const figures = series.map((one): FigureTrend => {
    const at = varied.indexOf(one);
    const [trend = 1, change = 1] = at < 0 ? [] : raised.slice(TESTS_OF_A_FIGURE * at, TESTS_OF_A_FIGURE * (at + 1));
    return trendOf(
      one,
      { trend, change },
      metrics.find(({ name }) => name === one.metric),
    );
  });
  return {
    figures: figures.toSorted((a, b) => rankOf(a) - rankOf(b) || a.p.trend - b.p.trend),
    nights,
    others: history.length - alike.length,
    broken: alike.length - nights.length,
    gone: placesOf(nights).size - placesOf(nights.slice(-1)).size,
    fewest: fewestNights(varied.length),
  };
}

/** Every figure that some of the nights measured. */
const placesOf = (nights: readonly NightOfHistory[]) =>
  new Set(nights.flatMap(({ checks }) => checks.flatMap((one) => (one.value === null ? [] : placeOf(one)))));

const placeOf = ({ metric, cell }: { readonly metric: string; readonly cell: string }) =>
  JSON.stringify([metric, cell]);

type Series = Pick<FigureTrend, 'metric' | 'cell' | 'unit' | 'values' | 'nights'>;

/** The figures of the last night with their values; of a figure that two rules judge, once. */
function seriesOf(nights: readonly NightOfHistory[]): Series[] {
  const places = new Map<string, Series & { readonly values: number[]; readonly nights: NightOfHistory[] }>();
  for (const { metric, cell, unit, value } of nights.at(-1)?.checks ?? [])
    if (value !== null) places.set(placeOf({ metric, cell }), { metric, cell, unit, values: [], nights: [] });
  for (const night of nights)
    for (const { value, ...one } of night.checks) {
      const series = places.get(placeOf(one));
      if (!series || value === null || series.nights.at(-1) === night) continue;
      series.values.push(value);
      series.nights.push(night);
    }
  return [...places.values()].filter(({ values }) => values.length > 1);
}

function trendOf(series: Series, p: FigureTrend['p'], metric: Metric | undefined): FigureTrend {
  const { values } = series;
  const slope = theilSen(values);
  const { at } = pettitt(values);
  const found = { ...series, title: metric?.title ?? series.metric, slope, at, p };
  if (Math.min(p.trend, p.change) >= LEVEL) return { ...found, moved: null };
  const [before, since] = [medianOf(values.slice(0, at)), medianOf(values.slice(at))];
  const rises = (p.trend < LEVEL ? mannKendall(values).s : since - before) > 0;
  const line = schwarz(values, 2, (night) => slope.intercept + slope.slope * night);
  const levels = schwarz(values, 3, (night) => (night < at ? before : since));
  const better = metric?.better ?? null;
  const moved: Moved = {
    direction: rises ? 'rises' : 'declines',
    atOnce: line - levels > CLEARLY,
    worse: better === null ? null : rises === (better === 'lower'),
    before,
    since,
    shownBy: series.nights.filter(({ checks }) => checks.some((check) => isShown(check, series))),
  };
  return { ...found, moved };
}

/** Schwarz's criterion of a line or of two levels, for errors of Laplace, as both are fitted by medians. The smaller the nearer. */
function schwarz(values: readonly number[], parameters: number, at: (night: number) => number): number {
  const off = sumOf(values, (value, night) => Math.abs(value - at(night)));
  return 2 * values.length * Math.log(off) + parameters * Math.log(values.length);
}

const isShown = ({ metric, cell, verdict }: NightOfHistory['checks'][number], of: Series) =>
  metric === of.metric && cell === of.cell && (verdict === 'FAIL' || verdict === 'WARN');

function rankOf({ moved }: FigureTrend): number {
  if (!moved) return 6;
  return (moved.worse ? 0 : moved.worse === null ? 2 : 4) + (moved.shownBy.length > 0 ? 1 : 0);
}

/** The first number of nights whose smallest p, two in all orders, is shown in a family of so many figures. */
function fewestNights(figures: number): number {
  let [nights, p] = [2, 1];
  while (p * TESTS_OF_A_FIGURE * Math.max(1, figures) >= LEVEL) p /= ++nights;
  return nights;
}
