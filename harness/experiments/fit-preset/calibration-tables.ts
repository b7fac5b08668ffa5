import type { FigureTable, Ranged } from '../../../reports/figures/schema.ts';
import { type Columns, having, plain, ranged, table, text, unmeasured } from '../../../reports/figures/table.ts';
import { counted, NO_ESTIMATE } from '../../../reports/stats/interval.ts';
import { NOT_NEGATIVE, type Range, RELATIVE, SHARE } from '../../../reports/stats/range.ts';
import { PUBLISHED_ARMS } from '../../bench/closed-loop/published-arms.ts';
import { overPopulations } from '../../bench/data/populations.ts';
import type { CalibrationRow } from './play-preset.ts';

/** A row of one population, or what several came to. */
type Shown = Omit<CalibrationRow, 'population' | 'crashes'> & { readonly population: string };

const FIGURES: Columns<Shown> = {
  automated: ranged('sessions automated', 'share', 'automated'),
  active_ms: ranged('AAT', 'ms', 'activeMs', 'Operator’s active time a session.'),
  review_ms: plain('of it reading suggestions', 'ms', 'reviewMs'),
  catch_up_ms: plain('of it reading automated steps', 'ms', 'catchUpMs'),
  against: ranged('selective against it', 'change', 'selectiveAgainstIt', [
    'Relative change of active time from the arm to selective automation,',
    'on the same sessions of the same population.',
  ]),
  goal: ranged('goal reached', 'share', 'goal'),
};

const ARM: Columns<Shown> = {
  mix: text('mix', 'mix'),
  point: text('point', 'point'),
  arm: text('arm', 'arm'),
  population: text('population', 'population'),
};

/** All arms over populations, then every population. */
export const calibrationTables = (rows: readonly CalibrationRow[]): FigureTable[] => [
  table({
    id: 'calibration',
    title: 'Arms over populations',
    caption: [
      'Median, least and most of the populations; from twelve on their mean, with Student’s t.',
      'Fewer bound no mean.',
    ],
    columns: { ...ARM, ...having({ over: 'population' }, FIGURES) },
    rows: groups(rows).flatMap(rowsOver),
    others: PUBLISHED,
  }),
  table({
    id: 'populations',
    title: 'Every population',
    caption: 'Intervals: clustered by session, for this population as it is.',
    columns: { ...ARM, ...FIGURES },
    rows: rows.map((row) => ({ ...row, population: `${row.population}` })),
    terminal: false,
  }),
];

/** Rows of one mix, point and arm, in order of first appearance. */
function groups(rows: readonly CalibrationRow[]): [CalibrationRow, ...CalibrationRow[]][] {
  const found = new Map<string, [CalibrationRow, ...CalibrationRow[]]>();
  for (const row of rows) {
    const key = JSON.stringify([row.mix, row.point, row.arm]);
    const group = found.get(key);
    if (group) group.push(row);
    else found.set(key, [row]);
  }
  return [...found.values()];
}

/** What stands for the populations in a row. */
const STANDS: Readonly<Record<string, (values: readonly (number | null)[], range: Range) => Ranged | number | null>> = {
  median: (values) => overPopulations(values).median,
  least: (values) => overPopulations(values).least,
  most: (values) => overPopulations(values).most,
  mean: (values, range) => overPopulations(values, range).mean,
};

/** Median, least and most of one arm over its populations, and the mean where they are enough. */
function rowsOver(group: readonly [CalibrationRow, ...CalibrationRow[]]): Shown[] {
  const hasMean = overPopulations(group.map(({ automated }) => automated.estimate)).mean !== null;
  return Object.entries(STANDS)
    .filter(([name]) => name !== 'mean' || hasMean)
    .map(([name, stand]): Shown => {
      const over = (of: (row: CalibrationRow) => number | null, range: Range): Ranged => {
        const values = group.map(of);
        const found = stand(values, range);
        if (found !== null && typeof found === 'object') return found;
        return counted({ ...NO_ESTIMATE, estimate: found }, values.filter((value) => value !== null).length);
      };
      return {
        ...group[0],
        population: `${name} of ${group.length}`,
        automated: over(({ automated }) => automated.estimate, SHARE),
        activeMs: over(({ activeMs }) => activeMs.estimate, NOT_NEGATIVE),
        reviewMs: over(({ reviewMs }) => reviewMs, NOT_NEGATIVE).estimate,
        catchUpMs: over(({ catchUpMs }) => catchUpMs, NOT_NEGATIVE).estimate,
        goal: over(({ goal }) => goal.estimate, SHARE),
        selectiveAgainstIt: over(({ selectiveAgainstIt }) => selectiveAgainstIt.estimate, RELATIVE),
      };
    });
}

const { automated, humanMs, selectiveMs, confirmedMs, automaticMs, chatbotMs, pipelineMs } = PUBLISHED_ARMS;
const PUBLISHED = unmeasured(
  'published',
  [
    { arm: 'human-only', active_ms: humanMs, against: selectiveMs / humanMs - 1 },
    { arm: 'selective', automated, active_ms: selectiveMs },
    { arm: 'confirmed-close', against: automaticMs / confirmedMs - 1 },
    { arm: 'chatbot', against: pipelineMs / chatbotMs - 1 },
  ].map((cells) => ({ mix: 'published', point: 'published', population: '', ...cells })),
);
