import { goalChange, reproductionAt } from '../../present/closed-loop.ts';
import { formatBare, formatInterval, NO_VALUE, type Unit } from '../../present/format-value.ts';
import { NOISE_DIMENSIONS, NOISE_SYMBOL, type NoisePoint, noisePoints } from '../../present/noise-points.ts';
import type { PopulationPoint } from '../../present/population-points.ts';
import { timeSaving } from '../../present/time-saving.ts';
import type { CellResult, ClosedLoop, Comparison, Estimate, Results } from '../../results/schema.ts';
import { type Column, layoutTable, type TableCell } from './layout-table.ts';
import type { Paint } from './paint.ts';

type Arm = CellResult['arm'];
type Heading = readonly [string, string];

/** The outcome at each noise level as three tables that each fit a terminal: automation, time, suggestions and critic. */
export function outcomeTables(
  results: Pick<Results, 'comparisons'>,
  points: readonly NoisePoint[],
  options: { readonly width: number; readonly paint: Paint },
): string[] {
  const keys = noiseColumns(points);
  const of = (arm: Arm, metric: string, unit: Unit, heading: Heading): Column =>
    metricColumn(points, arm, metric, unit, heading);
  const saving = (arm: Arm): Column => savingColumn(results, points, arm);
  const tables: [string, Column[]][] = [
    [
      'Automation and its mistakes (selective)',
      [
        of('selective', 'session_automation', 'share', ['sessions', 'automated %']),
        of('selective', 'step_automation', 'share', ['steps', 'automated %']),
        of('selective', 'sessions_with_wrong_executed', 'share', ['sessions with wrong', 'executed action %']),
      ],
    ],
    [
      'Operators’ active time per session, and what they save against human-only',
      [
        of('human-only', 'active_ms_per_session', 'ms', ['human-only', 's']),
        of('copilot', 'active_ms_per_session', 'ms', ['copilot', 's']),
        of('selective', 'active_ms_per_session', 'ms', ['selective', 's']),
        saving('copilot'),
        saving('selective'),
      ],
    ],
    [
      'Suggestions and critic',
      [
        of('selective', 'tool_accuracy', 'share', ['tool', 'accuracy %']),
        of('selective', 'action_accuracy', 'share', ['action', 'accuracy %']),
        of('selective', 'critic_precision', 'share', ['critic', 'precision %']),
        of('selective', 'critic_coverage', 'share', ['critic', 'coverage %']),
      ],
    ],
  ];
  return tables.flatMap(([title, columns]) => [
    options.paint('strong', title),
    ...layoutTable(keys, columns, options),
    '',
  ]);
}

/** The closed loop as one table, which continues below itself where it is too wide. */
export function closedTable(closed: ClosedLoop, options: { readonly width: number; readonly paint: Paint }): string[] {
  const points = noisePoints(closed);
  const of = (arm: Arm, metric: string, unit: Unit, heading: Heading): Column =>
    metricColumn(points, arm, metric, unit, heading);
  const columns = [
    of('selective', 'session_automation', 'share', ['sessions', 'automated %']),
    of('selective', 'sessions_with_wrong_executed', 'share', ['wrong executed', 'in sessions %']),
    of('human-only', 'goal_reached', 'share', ['goal reached,', 'human-only %']),
    of('selective', 'goal_reached', 'share', ['goal reached,', 'selective %']),
    verdictColumn(
      ['change,', 'points'],
      points.map((point) => {
        const change = goalChange(closed, point);
        return change && { ...change, estimate: change.difference };
      }),
    ),
    of('human-only', 'active_ms_per_session', 'ms', ['human-only', 'AAT s']),
    of('copilot', 'active_ms_per_session', 'ms', ['copilot', 'AAT s']),
    of('selective', 'active_ms_per_session', 'ms', ['selective', 'AAT s']),
    savingColumn(closed, points, 'selective'),
    valueColumn(
      ['R, first', 'error'],
      'count',
      points.map((point) => reproductionAt(closed, point)),
    ),
  ];
  return layoutTable(noiseColumns(points), columns, options);
}

/** Selective automation over populations, both loops below one another. */
export function populationsTable(
  points: readonly PopulationPoint[],
  options: { readonly width: number; readonly paint: Paint },
): string[] {
  const loops: Column = { heading: ['', 'loop'], align: 'left', cells: points.map(({ loop }) => ({ text: loop })) };
  const over = (heading: Heading, of: (point: PopulationPoint) => Bounded, unit: Unit = 'share') =>
    valueColumn(heading, unit, points.map(of));
  const columns = [
    over(['sessions', 'automated %'], (point) => point.sessionAutomation),
    over(['steps', 'automated %'], (point) => point.stepAutomation),
    over(['selective', 'saves %'], (point) => point.saved),
    ...(points.some(({ loop }) => loop === 'closed')
      ? [over(['goals,', 'change pp'], (point) => point.goalChange, 'points')]
      : []),
    {
      heading: ['gate', 'open in'],
      align: 'right',
      cells: points.map(({ open }) => ({ text: String(open) })),
    } as const,
  ];
  return layoutTable([loops, ...noiseColumns(points.map(({ point }) => point))], columns, options);
}

function metricColumn(points: readonly NoisePoint[], arm: Arm, metric: string, unit: Unit, heading: Heading): Column {
  return valueColumn(
    heading,
    unit,
    points.map((point) => point.arms[arm]?.metrics[metric] ?? null),
  );
}

function noiseColumns(points: readonly NoisePoint[]): Column[] {
  const extra = points.map((point) => point.label.split(' · ').slice(3).join(' '));
  const columns = NOISE_DIMENSIONS.map(
    (dimension): Column => ({
      heading: ['', NOISE_SYMBOL[dimension]],
      align: 'left',
      cells: points.map((point) => ({ text: shorten(point.noise[dimension]) })),
    }),
  );
  if (extra.some((text) => text !== ''))
    columns.push({ heading: ['', 'desk'], align: 'left', cells: extra.map((text) => ({ text })) });
  return columns;
}

const shorten = (label: string): string => (label.length > 12 ? `${label.slice(0, 11)}…` : label);

type Bounded = Pick<Estimate, 'estimate' | 'low' | 'high'>;

function valueColumn(heading: Heading, unit: Unit, values: readonly (Bounded | null)[]): Column {
  const cells = values.map((value): TableCell => {
    if (value === null || value.estimate === null) return { text: NO_VALUE };
    return { text: formatBare(unit, value.estimate, value), quiet: formatInterval(unit, value) };
  });
  return { heading, align: 'right', cells };
}

function savingColumn(results: Pick<Results, 'comparisons'>, points: readonly NoisePoint[], arm: Arm): Column {
  return verdictColumn(
    [`${arm}`, 'saves %'],
    points.map((point) => timeSaving(results, point, arm)),
  );
}

/** Shares that a run has compared with another arm's. */
function verdictColumn(heading: Heading, values: readonly ((Bounded & Pick<Comparison, 'verdict'>) | null)[]): Column {
  const cells = values.map((value): TableCell => {
    if (value === null || value.estimate === null) return { text: NO_VALUE };
    const look = value.verdict === 'better' ? 'good' : value.verdict === 'worse' ? 'bad' : 'plain';
    return { text: formatBare('share', value.estimate, value), quiet: formatInterval('share', value), look };
  });
  return { heading, align: 'right', cells };
}
