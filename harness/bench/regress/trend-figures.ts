import type { FigurePlot, FigureTable } from '../../../reports/figures/schema.ts';
import { plain, table, text } from '../../../reports/figures/table.ts';
import { countOf, formatSlope, formatValue } from '../../../reports/present/format-value.ts';
import type { FigureTrend, Moved, Trends } from './find-trends.ts';
import type { NightOfHistory } from './history.ts';

/** Rows that a terminal shows; the page holds all. */
const ROWS_SHOWN = 20;
/** Characters of a small picture of all nights. */
const BARS = '▁▂▃▄▅▆▇█';
const BARS_WIDE = 10;

const dateOf = ({ startedAt }: NightOfHistory) => startedAt.slice(0, 10);
const commitOf = ({ commit }: NightOfHistory) => (commit === null ? '' : `, commit ${commit.slice(0, 12)}`);
const changeOf = ({ at, nights }: FigureTrend) => nights[at]!;

/** What a history says, the answer first. */
export function trendFindings(trends: Trends): string[] {
  const { figures, nights, others, broken, gone, fewest } = trends;
  const moved = figures.filter((one) => one.moved);
  const few = nights.length > 1 && nights.length < fewest;
  const lacking = [
    [others, 'of other data, options or seeds than the last'],
    [broken, 'not whole'],
  ] as const;
  return [
    answer(trends, moved),
    ...moved.map((one) => `${one.title}, ${one.cell}, ${movedWords(one, one.moved!)}`),
    ...(few ? [`With so many figures ${fewest} nights are the fewest that can show anything.`] : []),
    ...lacking.flatMap(([count, what]) => (count > 0 ? [`Left out: ${countOf(count, 'night')} ${what}.`] : [])),
    ...(gone > 0 ? [`Left out: ${countOf(gone, 'figure')} that the last night did not measure.`] : []),
  ];
}

function answer({ figures, nights }: Trends, moved: readonly FigureTrend[]): string {
  const [first, last] = [nights[0], nights.at(-1)];
  if (!first || !last) return 'No night: bench regress RUN --history FILE appends one.';
  if (nights.length === 1) return `1 night so far, ${dateOf(first)}: there is nothing to compare.`;
  const over = `over ${countOf(nights.length, 'night')}, ${dateOf(first)} to ${dateOf(last)}`;
  const of = countOf(figures.length, 'figure');
  if (moved.length === 0) return `None of ${of} is shown to decline or rise ${over}.`;
  const worse = moved.filter((one) => one.moved?.worse);
  const hidden = worse.filter((one) => one.moved?.shownBy.length === 0);
  const judged = `${worse.length} for the worse, ${hidden.length} of them shown by no single night`;
  return `${moved.length} of ${of} declined or rose ${over}: ${judged}.`;
}

/** What happened to a figure, since when, and whether its own check saw it. */
function movedWords(one: FigureTrend, { direction, atOnce, before, since, shownBy }: Moved): string {
  const { unit, values, slope } = one;
  const change = changeOf(one);
  const [first, last, earlier, later] = [values[0]!, values.at(-1)!, before, since].map((value) =>
    formatValue(unit, value),
  );
  const [night] = shownBy;
  const seen = night ? `${countOf(shownBy.length, 'night')} showed it, first ${dateOf(night)}` : 'No night showed it';
  const slopes = formatSlope(unit, { estimate: slope.slope, ...slope });
  const when = `${dateOf(change)}${commitOf(change)}`;
  const what = atOnce
    ? ` at once on ${when}: ${earlier} before, ${later} since`
    : `: ${slopes} a night, from ${first} to ${last}, and most around ${when}`;
  return `${direction}${worseWords(one)}${what}. ${seen}.`;
}

function worseWords({ moved }: FigureTrend): string {
  if (!moved || moved.worse === null) return '';
  return moved.worse ? ' (worse)' : ' (better)';
}

const partsOf = (cell: string) => cell.split(', ');

export function trendTable({ figures }: Trends): FigureTable {
  // What all cells have goes without saying in each row.
  const common = partsOf(figures[0]?.cell ?? '').filter((part) =>
    figures.every(({ cell }) => partsOf(cell).includes(part)),
  );
  return table<FigureTrend>({
    id: 'trends',
    title: 'Figures over nights',
    caption: [
      ...(common.length > 0 ? [`All of ${common.join(', ')}.`] : []),
      'Slope: Theil-Sen, with its 95 % interval on the page. Change: the night from which the values differ most (Pettitt).',
      'Verdicts: Mann-Kendall and Pettitt, at 5 % for all figures together (Holm).',
      ...(figures.length > ROWS_SHOWN ? [`The first ${ROWS_SHOWN} of ${figures.length} figures.`] : []),
    ],
    columns: {
      figure: text('figure', ({ title }) => title),
      cell: text('cell', ({ cell }) =>
        partsOf(cell)
          .filter((part) => !common.includes(part))
          .join(', '),
      ),
      first: text('first', ({ unit, values }) => formatValue(unit, values[0]!)),
      last: text('last', ({ unit, values }) => formatValue(unit, values.at(-1)!)),
      slope: text('slope a night', ({ unit, slope }) =>
        formatSlope(unit, { estimate: slope.slope, low: null, high: null }),
      ),
      at: text('change at', (one) => (one.moved ? dateOf(changeOf(one)) : null)),
      verdict: text('verdict', (one) => (one.moved ? `${one.moved.direction}${worseWords(one)}` : 'not shown')),
      nights: text('nights', ({ values }) => sparkline(values)),
      how: text('how', ({ moved }) => moved && (moved.atOnce ? 'at once' : 'by and by'), { detail: true }),
      interval: text(
        'slope with interval',
        ({ unit, slope }) => formatSlope(unit, { estimate: slope.slope, ...slope }),
        { detail: true },
      ),
      shown: plain('nights that showed it', 'count', ({ moved }) => moved?.shownBy.length, { detail: true }),
      trend: plain('p of the trend', 'score', ({ p }) => p.trend, { detail: true }),
      change: plain('p of the change', 'score', ({ p }) => p.change, { detail: true }),
    },
    rows: figures,
    detailRow: (one) => figures.indexOf(one) >= ROWS_SHOWN,
  });
}

/** Values as bars from the least to the largest, means of neighbours where they are many. Range: 1 to 10 characters. */
export function sparkline(values: readonly number[]): string {
  const wide = Math.min(BARS_WIDE, values.length);
  const means = Array.from({ length: wide }, (_, at) => {
    const part = values.slice(Math.floor((at * values.length) / wide), Math.floor(((at + 1) * values.length) / wide));
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
  const [least, most] = [Math.min(...means), Math.max(...means)];
  return means
    .map((mean) => BARS[most === least ? 3 : Math.round(((mean - least) / (most - least)) * (BARS.length - 1))])
    .join('');
}

const AXES = {
  share: { factor: 100, words: 'points of per cent' },
  ms: { factor: 0.001, words: 'seconds' },
  count: { factor: 1, words: 'count' },
} as const;

/** A plot of each figure that is not the same on all nights: what it is more or less than on the first. */
export function trendPlots({ figures }: Trends): FigurePlot[] {
  return figures.filter(({ values }) => new Set(values).size > 1).map(plotOf);
}

function plotOf(one: FigureTrend, index: number): FigurePlot {
  const { title, cell, unit, values, slope, at, moved } = one;
  const { factor, words } = AXES[unit];
  const first = values[0]!;
  const points = (of: readonly number[]) => of.map((value, night) => ({ x: night + 1, y: factor * (value - first) }));
  const line = values.map((_, night) => slope.intercept + slope.slope * night);
  return {
    id: `trend-${index + 1}`,
    kind: 'lines',
    title: `${title}, ${cell}`,
    caption: moved ? `It ${movedWords(one, moved)}` : 'Neither a decline nor a rise is shown.',
    axes: { x: 'night', y: `more than on the first night, ${words}` },
    // Between the last night before the change and the first after it.
    references: moved ? [{ axis: 'x', from: at + 0.5, to: at + 0.5, label: `since ${dateOf(changeOf(one))}` }] : [],
    curves: [
      { label: 'night', points: points(values) },
      { label: 'Theil-Sen line', points: points(line) },
    ],
  };
}
