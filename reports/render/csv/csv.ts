import { stringify } from 'csv-stringify/sync';
import type { CellResult, Comparison, Reproduction, Results } from '../../results/schema.ts';
import { textField } from './text-field.ts';

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
  'retried',
  'crashed',
  'metric',
  'unit',
  'baseline',
  'estimate',
  'low',
  'high',
  'sessions',
  'denominator',
  'relative',
  'relative_low',
  'relative_high',
  'verdict',
] as const;

type Row = Record<(typeof COLUMNS)[number], string | number | null>;

/**
 * Results as CSV, tidy: one row for each cell and metric, and after a cell's own rows one for each of its comparisons;
 * the cells of the closed loop come last, with rows for R, `reproduction_number`,
 * for R of first errors, for its parts that seemed right and that are new, and for the share of first errors without harm.
 * There `baseline` is the other cell, `estimate` the difference to it and `relative` the difference over it. Shares in
 * [0, 1], times in milliseconds, empty where there is nothing to say. `retried` and `crashed` count the cell's
 * infrastructure faults. Text that a spreadsheet would run as a formula gets a leading apostrophe; numbers never do.
 */
export function renderCsv(results: Results): string {
  const units = new Map(results.metrics.map((metric) => [metric.name, metric.unit]));
  const { cells, comparisons, closedLoop } = results;
  const rows = [...cells, ...(closedLoop?.cells ?? [])].flatMap((cell): Row[] => {
    const own = [...comparisons, ...(closedLoop?.comparisons ?? [])].filter((one) => one.cell === cell.id);
    const errors = closedLoop?.propagation.filter((one) => one.cell === cell.id) ?? [];
    return [
      ...Object.entries(cell.metrics).map(([metric, value]) => ({
        ...cellFields(cell, results.experiment),
        ...metricFields(metric, units),
        ...NO_COMPARISON,
        ...value,
      })),
      ...own.map((comparison) => comparisonRow(comparison, cellFields(cell, results.experiment), units)),
      ...errors.flatMap(({ all, first, parts }) => {
        const own = cellFields(cell, results.experiment);
        return [
          reproductionRow('reproduction_number', 'count', all, own),
          reproductionRow('reproduction_number_first', 'count', first, own),
          ...(parts
            ? [
                reproductionRow('reproduction_number_first_seeming', 'count', parts.seeming, own),
                reproductionRow('reproduction_number_first_fresh', 'count', parts.fresh, own),
                reproductionRow('first_errors_harmless', 'share', parts.harmless, own),
              ]
            : []),
        ];
      }),
    ];
  });
  return stringify(rows, { header: true, columns: [...COLUMNS], record_delimiter: 'unix' });
}

const NO_COMPARISON = { baseline: null, relative: null, relative_low: null, relative_high: null, verdict: null };

function comparisonRow(
  { metric, baseline, difference, low, high, relative, verdict }: Comparison,
  cell: ReturnType<typeof cellFields>,
  units: ReadonlyMap<string, string>,
): Row {
  return {
    ...cell,
    ...metricFields(metric, units),
    baseline: textField(baseline),
    estimate: difference,
    low,
    high,
    sessions: null,
    denominator: null,
    relative: relative?.estimate ?? null,
    relative_low: relative?.low ?? null,
    relative_high: relative?.high ?? null,
    verdict,
  };
}

/** A mean over the errors that got a twin. */
function reproductionRow(
  metric: string,
  unit: 'count' | 'share',
  { errors, ...mean }: Reproduction,
  cell: ReturnType<typeof cellFields>,
): Row {
  return { ...cell, metric, unit, ...NO_COMPARISON, ...mean, denominator: errors };
}

function metricFields(metric: string, units: ReadonlyMap<string, string>) {
  return { metric: textField(metric), unit: units.get(metric) ?? null };
}

function cellFields(cell: CellResult, experiment: string) {
  return {
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
    retried: cell.faults.retried,
    crashed: cell.faults.crashed,
  };
}

/** A noise label: a plain number stays one. */
function rateField(label: string): string {
  return /^\d+(\.\d+)?$/.test(label) ? label : textField(label);
}
