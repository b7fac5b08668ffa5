import { stringify } from 'csv-stringify/sync';
import { singleLine } from '../present/single-line.ts';
import type { CellResult, Results } from '../results/schema.ts';

const COLUMNS = [
  'experiment',
  'cell',
  'arm',
  'loop',
  'driver',
  'alpha',
  'beta',
  'slip',
  'gate',
  'gate_threshold',
  'metric',
  'unit',
  'estimate',
  'low',
  'high',
  'sessions',
  'denominator',
] as const;

type Row = Record<(typeof COLUMNS)[number], string | number | null>;

// A spreadsheet runs what begins so, also after spaces or quotes, and in the full-width forms.
const FORMULA = /^[\s"'`]*[=+\-@|%\uff0b\uff0d\uff1d\uff20]/;

/**
 * Results as CSV, tidy: one row for each cell and metric, shares in [0, 1], times in milliseconds, empty where there is
 * nothing to divide by. Text that a spreadsheet would run as a formula gets a leading apostrophe; numbers never do.
 */
export function renderCsv(results: Results): string {
  const units = new Map(results.metrics.map((metric) => [metric.name, metric.unit]));
  const rows = results.cells.flatMap((cell) => cellRows(cell, results.experiment, units));
  return stringify(rows, { header: true, columns: [...COLUMNS], record_delimiter: 'unix' });
}

function cellRows(cell: CellResult, experiment: string, units: ReadonlyMap<string, string>): Row[] {
  return Object.entries(cell.metrics).map(([metric, value]) => ({
    experiment: textField(experiment),
    cell: textField(cell.id),
    arm: cell.arm,
    loop: cell.loop,
    driver: cell.driver,
    alpha: rateField(cell.noise.alpha),
    beta: rateField(cell.noise.beta),
    slip: rateField(cell.noise.slip),
    gate: cell.gate === null ? null : textField(cell.gate.name),
    gate_threshold: cell.gate?.threshold ?? null,
    metric: textField(metric),
    unit: units.get(metric) ?? null,
    estimate: value.estimate,
    low: value.low,
    high: value.high,
    sessions: value.sessions,
    denominator: value.denominator,
  }));
}

/** Text that is data wherever the file is opened. */
function textField(text: string): string {
  const line = singleLine(text);
  return FORMULA.test(line) ? `'${line}` : line;
}

/** A noise label: a plain number stays one. */
function rateField(label: string): string {
  return /^\d+(\.\d+)?$/.test(label) ? label : textField(label);
}
