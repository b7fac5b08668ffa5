import type { FigureTable, Ranged } from '../../../reports/figures/schema.ts';
import { NOT_NEGATIVE, type Range, RELATIVE, SHARE } from '../../../reports/stats/range.ts';
import { PUBLISHED_ARMS } from '../../bench/closed-loop/published-arms.ts';
import { overPopulations } from '../../bench/data/populations.ts';
import { counted, plain, type Row, ranged, text } from '../../bench/report/table-columns.ts';
import type { CalibrationRow } from './play-preset.ts';

const COLUMNS = [
  text('mix'),
  text('point'),
  text('arm'),
  text('population'),
  ranged('automated', 'sessions automated', 'share'),
  ranged('active_ms', 'AAT', 'ms'),
  plain('review_ms', 'of it reading suggestions', 'ms'),
  plain('catch_up_ms', 'of it reading automated steps', 'ms'),
  ranged('against', 'selective against it', 'change'),
  ranged('goal', 'goal reached', 'share'),
];

/** All arms over populations, then every population. */
export function calibrationTables(rows: readonly CalibrationRow[]): FigureTable[] {
  const caption =
    'Selective against it: relative change of active time from the arm to selective automation, on the same sessions of the same population. Times are a session’s.';
  return [
    {
      id: 'calibration',
      title: 'Arms over populations',
      caption: `${caption} Median, least and most of the populations; from twelve on their mean, with Student’s t. Fewer bound no mean.`,
      columns: COLUMNS.map((column) => (column.ranged ? { ...column, over: 'population' } : column)),
      rows: [...groups(rows).flatMap(rowsOver), ...published()],
      terminal: true,
    },
    {
      id: 'populations',
      title: 'Every population',
      caption: `${caption} Intervals: clustered by session, for this population as it is.`,
      columns: COLUMNS,
      rows: rows.map((row): Row => ({ kind: 'measured', cells: cellsOf(row, `${row.population}`) })),
      terminal: false,
    },
  ];
}

function cellsOf(row: CalibrationRow, population: string): Row['cells'] {
  return {
    mix: row.mix,
    point: row.point,
    arm: row.arm,
    population,
    automated: row.automated,
    active_ms: row.activeMs,
    review_ms: row.reviewMs,
    catch_up_ms: row.catchUpMs,
    against: row.selectiveAgainstIt,
    goal: row.goal,
  };
}

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

/** Median, least and most of one arm over its populations, and the mean where they are enough. */
function rowsOver(group: readonly [CalibrationRow, ...CalibrationRow[]]): Row[] {
  const bare = (estimate: number | null, values: readonly (number | null)[]): Ranged =>
    counted({ estimate, low: null, high: null }, values.filter((value) => value !== null).length);
  const row = (name: string, of: (values: readonly (number | null)[], range: Range) => Ranged): Row => ({
    kind: 'measured',
    cells: cellsOf(
      {
        ...group[0],
        automated: of(
          group.map(({ automated }) => automated.estimate),
          SHARE,
        ),
        activeMs: of(
          group.map(({ activeMs }) => activeMs.estimate),
          NOT_NEGATIVE,
        ),
        reviewMs: of(
          group.map(({ reviewMs }) => reviewMs),
          NOT_NEGATIVE,
        ).estimate,
        catchUpMs: of(
          group.map(({ catchUpMs }) => catchUpMs),
          NOT_NEGATIVE,
        ).estimate,
        goal: of(
          group.map(({ goal }) => goal.estimate),
          SHARE,
        ),
        selectiveAgainstIt: of(
          group.map(({ selectiveAgainstIt }) => selectiveAgainstIt.estimate),
          RELATIVE,
        ),
      },
      `${name} of ${group.length}`,
    ),
  });
  const has = overPopulations(group.map(({ automated }) => automated.estimate)).mean !== null;
  return [
    row('median', (values) => bare(overPopulations(values).median, values)),
    row('least', (values) => bare(overPopulations(values).least, values)),
    row('most', (values) => bare(overPopulations(values).most, values)),
    ...(has ? [row('mean', (values, range) => overPopulations(values, range).mean ?? bare(null, values))] : []),
  ];
}

function published(): Row[] {
  const { automated, humanMs, selectiveMs, confirmedMs, automaticMs, chatbotMs, pipelineMs } = PUBLISHED_ARMS;
  const row = (arm: string, cells: Row['cells']): Row => ({
    kind: 'published',
    cells: { mix: 'published', point: 'published', arm, population: '', ...cells },
  });
  return [
    row('human-only', { active_ms: humanMs, against: selectiveMs / humanMs - 1 }),
    row('selective', { automated, active_ms: selectiveMs }),
    row('confirmed-close', { against: automaticMs / confirmedMs - 1 }),
    row('chatbot', { against: pipelineMs / chatbotMs - 1 }),
  ];
}
