import type { FigureTable } from '../../../reports/figures/schema.ts';
import { type Columns, plain, ranged, table, text } from '../../../reports/figures/table.ts';
import { counted } from '../../../reports/stats/interval.ts';
import { estimateOf } from './level-answers.ts';
import type { CellResult, Comparison, Results } from './results.ts';

/** Every measure of every cell. */
export function measureTable(cells: readonly CellResult[], metrics: Results['metrics']): FigureTable {
  const measures: Columns<CellResult> = Object.fromEntries(
    metrics.map(({ name, title, unit, summary, better }) => [
      name,
      ranged<CellResult>(
        title,
        unit,
        (cell) => estimateOf(cell, name),
        better === null ? summary : `${summary} Better: ${better}.`,
      ),
    ]),
  );
  return table<CellResult>({
    id: 'cells',
    title: 'Every measure of every cell',
    caption: [
      'Tool accuracy compares the kind of action only; action accuracy compares kind and all arguments.',
      'Faults are those of the desk: episodes begun again, and given up; never errors of the policy.',
    ],
    columns: {
      cell: text('cell', ({ id }) => id),
      loop: text('loop', ({ loop }) => loop),
      arm: text('arm', ({ arm }) => arm),
      alpha: text('α', ({ noise }) => noise.alpha),
      beta: text('β', ({ noise }) => noise.beta),
      slip: text('slip', ({ noise }) => noise.slip),
      driver: text('driver', ({ driver }) => driver),
      sessions: plain('sessions', 'count', ({ sessions }) => sessions),
      steps: plain('steps', 'count', ({ steps }) => steps),
      retried: plain('begun again', 'count', ({ faults }) => faults.retried),
      crashed: plain('given up', 'count', ({ faults }) => faults.crashed),
      ...measures,
    },
    rows: cells,
    detail: true,
  });
}

/** Every comparison that the run made: those of shares in points, those of time in seconds. */
export function comparisonTables(
  comparisons: readonly Comparison[],
  cells: readonly CellResult[],
  metrics: Results['metrics'],
): FigureTable[] {
  const sessions = new Map(cells.map((cell) => [cell.id, cell.sessions]));
  const metricOf = (name: string) => metrics.find((metric) => metric.name === name);
  const over = ({ cell, baseline }: Comparison) => Math.min(sessions.get(cell) ?? 0, sessions.get(baseline) ?? 0);
  const tableOf = (id: string, title: string, unit: 'points' | 'ms', rows: readonly Comparison[]) =>
    table<Comparison>({
      id,
      title,
      caption: [
        'Cell less baseline, paired by session. Verdicts are corrected for the other comparisons of the same',
        'measure in the same loop; an undecided one says how many sessions would decide it.',
      ].join(' '),
      columns: {
        measure: text('measure', ({ metric }) => metricOf(metric)?.title ?? metric),
        cell: text('cell', ({ cell }) => cell),
        baseline: text('baseline', ({ baseline }) => baseline),
        difference: ranged('difference', unit, (row) => counted(row, over(row))),
        relative: ranged('relative', 'change', (row) => row.relative && counted(row.relative, over(row))),
        margin: plain('margin', unit, ({ margin }) => margin, 'Differences within it are equivalent.'),
        p: plain('p', 'score', ({ p }) => p, 'Of this comparison by itself.'),
        verdict: text('verdict', ({ verdict }) => verdict),
        sessions_to_decide: plain('sessions to decide', 'count', ({ sessionsToDecide }) => sessionsToDecide),
      },
      rows,
      detail: true,
    });
  const timed = ({ metric }: Comparison) => metricOf(metric)?.unit === 'ms';
  return [
    tableOf('comparisons-time', 'Comparisons of time', 'ms', comparisons.filter(timed)),
    tableOf(
      'comparisons-shares',
      'Comparisons of shares',
      'points',
      comparisons.filter((one) => !timed(one)),
    ),
  ];
}

/** Every population by itself. */
export function populationTable(populations: NonNullable<Results['populations']>): FigureTable {
  const rows = populations.flatMap(({ seed, datasetHash, cells }) =>
    cells.map((cell) => ({ ...cell, seed, datasetHash })),
  );
  type Row = (typeof rows)[number];
  const share = (title: string, of: (row: Row) => number | null | undefined) => plain<Row>(title, 'share', of);
  return table<Row>({
    id: 'populations',
    title: 'Each population by itself',
    caption: 'With its seed and one population a run plays it again.',
    columns: {
      seed: text('seed', ({ seed }) => seed),
      cell: text('cell', ({ cell }) => cell),
      gate: text('gate open', ({ open }) => (open ? 'yes' : 'no')),
      automated: share('sessions without an operator', (row) => row.sessionAutomation),
      steps: share('steps without an operator', (row) => row.stepAutomation),
      saved: share('operators’ time saved', (row) => row.saved),
      goal_change: plain('change in cases that end well', 'points', (row) => row.goalChange),
      wrong: share('sessions with a wrong automated action', (row) => row.wrongExecuted),
      data: text('data', ({ datasetHash }) => datasetHash),
    },
    rows,
    detail: true,
  });
}

/** What of the logs could not be used, and why. */
export function leftOutTable({
  dataset,
  closedLoop,
}: Pick<Results, 'closedLoop'> & { readonly dataset: Pick<Results['dataset'], 'importNotes'> }): FigureTable {
  const rows = [
    ...dataset.importNotes.map((note) => ({ what: 'not mapped, or changed, by the import', ...note })),
    ...(closedLoop?.refused ?? []).map((note) => ({ what: 'no closed loop: goal unknown', ...note })),
  ];
  type Row = (typeof rows)[number];
  return table<Row>({
    id: 'left-out',
    title: 'What of the logs was left out',
    caption: 'Causes with their counts.',
    columns: {
      what: text('what', ({ what }) => what),
      cause: text('cause', ({ cause }) => cause),
      count: plain('count', 'count', ({ count }) => count),
    },
    rows,
    detail: true,
  });
}

/** How good the policy is as a classifier, by a published rule. */
export function classificationTable(found: NonNullable<Results['classification']>): FigureTable {
  type Row = typeof found;
  return table<Row>({
    id: 'classification',
    title: 'The policy as a classifier',
    caption: 'Of the policy’s suggestions on the test side of a published rule, not by noise.',
    columns: {
      rule: text('rule', ({ rule }) => rule),
      accuracy: plain('accuracy', 'share', ({ accuracy }) => accuracy),
      weighted_f1: plain('weighted F1', 'share', ({ weightedF1 }) => weightedF1),
      majority: plain('majority label', 'share', ({ majorityAccuracy }) => majorityAccuracy),
      examples: plain('examples', 'count', ({ examples }) => examples),
      labels: plain('labels', 'count', ({ labels }) => labels),
    },
    rows: [found],
  });
}
