import { formatBare, formatInterval, NO_VALUE, type Unit } from '../present/format-value.ts';
import { NOISE_DIMENSIONS, NOISE_SYMBOL, type NoisePoint } from '../present/noise-points.ts';
import { timeSaving } from '../present/time-saving.ts';
import type { CellResult, Estimate, Results } from '../results/schema.ts';
import { type Column, layoutTable, type TableCell } from './layout-table.ts';
import type { Paint } from './paint.ts';

type Arm = CellResult['arm'];
type Heading = readonly [string, string];

/** The outcome at each noise level as three tables that each fit a terminal: automation, time, suggestions and critic. */
export function outcomeTables(
  results: Results,
  points: readonly NoisePoint[],
  options: { readonly width: number; readonly paint: Paint },
): string[] {
  const keys = noiseColumns(points);
  const of = (arm: Arm, metric: string, unit: Unit, heading: Heading): Column =>
    valueColumn(
      heading,
      unit,
      points.map((point) => point.arms[arm]?.metrics[metric] ?? null),
    );
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

function valueColumn(heading: Heading, unit: Unit, values: readonly (Estimate | null)[]): Column {
  const cells = values.map((value): TableCell => {
    if (value === null || value.estimate === null) return { text: NO_VALUE };
    return { text: formatBare(unit, value.estimate), quiet: formatInterval(unit, value) };
  });
  return { heading, align: 'right', cells };
}

function savingColumn(results: Results, points: readonly NoisePoint[], arm: Arm): Column {
  const cells = points.map((point): TableCell => {
    const saved = timeSaving(results, point, arm);
    if (saved === null || saved.estimate === null) return { text: NO_VALUE };
    const look = saved.verdict === 'better' ? 'good' : saved.verdict === 'worse' ? 'bad' : 'plain';
    return { text: formatBare('share', saved.estimate), quiet: formatInterval('share', saved), look };
  });
  return { heading: [`${arm}`, 'saves %'], align: 'right', cells };
}
