import type { FigureTable, Ranged } from '../../../reports/figures/schema.ts';
import { meanInterval } from '../mean-interval.ts';
import { PUBLISHED_ARMS } from '../settle/published-arms.ts';
import { plain, type Row, ranged, text } from '../table-columns.ts';
import type { CalibrationRow } from './play-preset.ts';

const COLUMNS = [
  text('point'),
  text('arm'),
  text('seed'),
  ranged('automated', 'sessions automated', 'share'),
  ranged('active_ms', 'AAT', 'ms'),
  plain('review_ms', 'of it reading suggestions', 'ms'),
  plain('catch_up_ms', 'of it reading automated steps', 'ms'),
  ranged('against', 'selective against it', 'share'),
  ranged('goal', 'goal reached', 'share'),
];

/** Means over seeds, then every seed. */
export function calibrationTables(rows: readonly CalibrationRow[]): FigureTable[] {
  const caption =
    'Selective against it: relative change of active time from the arm to selective automation, on the same sessions. Times are a session’s.';
  return [
    {
      id: 'calibration',
      title: 'Means over seeds',
      caption: `${caption} Intervals: Student’s t over the seeds.`,
      columns: COLUMNS,
      rows: [...groups(rows).map(meanRow), ...published()],
      terminal: true,
    },
    {
      id: 'seeds',
      title: 'Every seed',
      caption: `${caption} Intervals: clustered by session.`,
      columns: COLUMNS,
      rows: rows.map((row): Row => ({ kind: 'measured', cells: { ...cellsOf(row), seed: row.seed } })),
      terminal: false,
    },
  ];
}

function cellsOf(row: CalibrationRow): Row['cells'] {
  return {
    point: row.point,
    arm: row.arm,
    automated: row.automated,
    active_ms: row.activeMs,
    review_ms: row.reviewMs,
    catch_up_ms: row.catchUpMs,
    against: row.selectiveAgainstIt,
    goal: row.goal,
  };
}

/** Rows of one point and arm, in order of first appearance. */
function groups(rows: readonly CalibrationRow[]): [CalibrationRow, ...CalibrationRow[]][] {
  const found = new Map<string, [CalibrationRow, ...CalibrationRow[]]>();
  for (const row of rows) {
    const key = `${row.point}\n${row.arm}`;
    const group = found.get(key);
    if (group) group.push(row);
    else found.set(key, [row]);
  }
  return [...found.values()];
}

function meanRow(group: readonly [CalibrationRow, ...CalibrationRow[]]): Row {
  const mean = (value: (row: CalibrationRow) => number | null) => meanInterval(group.map(value));
  const over = (value: (row: CalibrationRow) => Ranged) => mean((row) => value(row).estimate);
  const cells = cellsOf({
    ...group[0],
    automated: over((row) => row.automated),
    activeMs: over((row) => row.activeMs),
    reviewMs: mean((row) => row.reviewMs).estimate,
    catchUpMs: mean((row) => row.catchUpMs).estimate,
    goal: over((row) => row.goal),
    selectiveAgainstIt: over((row) => row.selectiveAgainstIt),
  });
  return { kind: 'measured', cells: { ...cells, seed: `mean of ${group.length}` } };
}

function published(): Row[] {
  const { automated, humanMs, selectiveMs, confirmedMs, automaticMs, chatbotMs, pipelineMs } = PUBLISHED_ARMS;
  const row = (arm: string, cells: Row['cells']): Row => ({
    kind: 'published',
    cells: { point: 'published', arm, seed: '', ...cells },
  });
  return [
    row('human-only', { active_ms: humanMs, against: selectiveMs / humanMs - 1 }),
    row('selective', { automated, active_ms: selectiveMs }),
    row('confirmed-close', { against: automaticMs / confirmedMs - 1 }),
    row('chatbot', { against: pipelineMs / chatbotMs - 1 }),
  ];
}
