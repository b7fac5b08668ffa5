import type { FigureTable } from '../../../reports/figures/schema.ts';
import { type Column, type Columns, plain, ranged, table, text } from '../../../reports/figures/table.ts';
import { countOf, formatCount, formatEstimate, formatValue, type Unit } from '../../../reports/present/format-value.ts';
import { judgementWords } from '../../../reports/present/judgement-words.ts';
import type { RunDifference } from '../../../reports/stats/compare-pairs.ts';
import type { Verdict } from '../../../reports/stats/verdict.ts';
import { LAYER_WORDS } from './classify-difference.ts';
import type { ComparedMetric, Comparison, Flip, LayerDifference } from './compare-runs.ts';

/** A verdict on two runs: unchanged where every session adds exactly the same in both. */
export type RunVerdict = Verdict | 'unchanged' | null;

export function verdictOf({ difference, judgement }: ComparedMetric): RunVerdict {
  return difference.unchanged ? 'unchanged' : (judgement?.verdict ?? null);
}

/** Sessions that are shown of each metric and cell. */
const FLIPS_SHOWN = 10;
/** Rows that a terminal shows; the files hold all. */
const ROWS_SHOWN = 12;

/** What a comparison says, the answer first. */
export function comparisonFindings(comparison: Comparison): string[] {
  const { meant, changed, incomplete, layers, differing, episodes, retried, seconds } = comparison;
  const again = [retried.base, retried.next];
  return [
    ...(meant.length > 0 ? [`Meant to differ: ${meant.join('; ')}.`] : []),
    ...incomplete.map((sentence) => `Not whole: ${sentence}`),
    layers.length === 0
      ? `The runs are the same: ${countOf(episodes, 'episode')}, step by step.`
      : `The runs differ in ${formatCount(differing)} of ${countOf(episodes, 'episode')}, and first in ${causeOf(layers[0]!)}`,
    ...layers.slice(1).map((one) => `Also in ${causeOf(one)}`),
    ...(layers.length === 0 ? [] : metricFindings(comparison.metrics)),
    ...(changed.length > 0 ? [`What changed: ${shortened(changed)}.`] : []),
    ...(again.some((count) => count > 0)
      ? [`Episodes started again after a fault of the desk: ${again[0]} in the base run, ${again[1]} in the new one.`]
      : []),
    ...paceFinding(seconds),
  ];
}

function causeOf({ layer, episodes, steps, first }: LayerDifference): string {
  const { what, from } = LAYER_WORDS[layer];
  const counts = `${countOf(steps, 'step')} of ${countOf(episodes, 'episode')}`;
  const where = `${first.play}, ${first.cell}, session ${first.session}, step ${first.step}`;
  return `${what} (${from}): ${counts}. First: ${where}: ${first.field} ${first.base} before, ${first.next} now.`;
}

const VERDICTS = ['worse', 'better', 'undecided', 'equivalent', 'unchanged'] as const;

function metricFindings(metrics: readonly ComparedMetric[]): string[] {
  const judged = metrics.filter((one) => verdictOf(one) !== null);
  const tally = VERDICTS.map((verdict) => `${judged.filter((one) => verdictOf(one) === verdict).length} ${verdict}`);
  return [
    `Of ${countOf(judged.length, 'metric')} in cells: ${tally.join(', ')} (corrected for being many, false discovery).`,
  ];
}

/** Names of cells by what tells them apart: a part, an arm or a noise that all have goes without saying. */
function shortPlaces(metrics: readonly ComparedMetric[]): (of: ComparedMetric['of']) => string {
  const varying = (['part', 'arm', 'noise'] as const).filter(
    (name) => new Set(metrics.map(({ of }) => of[name])).size > 1,
  );
  return (of) => varying.map((name) => of[name]).join(', ');
}

/** The first few of what changed, and how many more. */
function shortened(changed: readonly string[]): string {
  const most = 6;
  const more = changed.length - most;
  return `${changed.slice(0, most).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

function paceFinding({ base, next }: Comparison['seconds']): string[] {
  if (base === null || next === null || base === 0) return [];
  return [`The base run took ${base} s, the new one ${next} s: no part of the verdicts, since machines differ.`];
}

/** The tables of a comparison. */
export function comparisonTables(comparison: Comparison): FigureTable[] {
  return [metricsTable(comparison), layersTable(comparison), flipsTable(comparison)];
}

function metricsTable({ metrics }: Comparison): FigureTable {
  const order = [...VERDICTS, null];
  const rows = metrics.toSorted((a, b) => order.indexOf(verdictOf(a)) - order.indexOf(verdictOf(b)));
  const telling = rows.filter((one) => ['worse', 'better', 'undecided'].includes(String(verdictOf(one))));
  const shown = new Set(telling.slice(0, ROWS_SHOWN));
  const placeOf = shortPlaces(metrics);
  return table<ComparedMetric>({
    id: 'metrics',
    title: 'Metrics, new run less base run',
    caption: [
      'Sessions are paired by scenario and random numbers; in brackets the 95 % interval.',
      'Unchanged: every session adds exactly the same in both runs.',
      'Verdicts are corrected for being many (false discovery).',
      ...(telling.length > ROWS_SHOWN
        ? [`The first ${ROWS_SHOWN} of ${telling.length} that are worse, better or undecided.`]
        : []),
    ],
    columns: {
      metric: text('metric', ({ metric }) => metric.title),
      cell: text('cell', ({ of }) => placeOf(of)),
      worse: plain('sessions worse', 'count', (one) => waysOf(one).worse),
      better: plain('sessions better', 'count', (one) => waysOf(one).better),
      before: text('before', ({ metric, difference }) => formatValue(metric.unit, difference.base)),
      now: text('now', ({ metric, difference }) => formatValue(metric.unit, difference.next)),
      change: text('change', changeInWords),
      verdict: text('verdict', verdictOf),
      judgement: text('what would decide', verdictWords, { detail: true }),
      ...numbersOf(metrics),
      clusters: text('clusters', ({ difference }) => difference.clusters, { detail: true }),
      p: plain('p', 'score', ({ difference }) => difference.p, { detail: true }),
    },
    rows,
    detailRow: (one) => !shown.has(one),
  });
}

function changeInWords({ metric, difference }: ComparedMetric): string {
  const unit: Unit = metric.unit === 'share' ? 'points' : metric.unit;
  return formatEstimate(unit, difference);
}

/** Before, now and the difference as numbers, a column for each unit that occurs. */
function numbersOf(metrics: readonly ComparedMetric[]): Columns<ComparedMetric> {
  const units = (['share', 'ms', 'count'] as const).filter((unit) => metrics.some((one) => one.metric.unit === unit));
  const detail = { detail: true };
  return Object.fromEntries(
    units.flatMap((unit): [string, Column<ComparedMetric>][] => {
      const only =
        <Value>(of: (one: RunDifference) => Value) =>
        ({ metric, difference }: ComparedMetric) =>
          metric.unit === unit ? of(difference) : null;
      return [
        [
          `base_${unit}`,
          plain(
            'before',
            unit,
            only(({ base }) => base),
            detail,
          ),
        ],
        [
          `next_${unit}`,
          plain(
            'now',
            unit,
            only(({ next }) => next),
            detail,
          ),
        ],
        [
          `difference_${unit}`,
          ranged(
            'change',
            unit === 'share' ? 'points' : unit,
            only((one) => one),
            detail,
          ),
        ],
        [
          `margin_${unit}`,
          plain(
            'margin',
            unit === 'share' ? 'points' : unit,
            only(({ margin }) => margin),
            detail,
          ),
        ],
      ];
    }),
  );
}

function verdictWords(one: ComparedMetric): string | null {
  if (one.difference.unchanged) return 'unchanged';
  const { judgement, difference, metric } = one;
  return judgement && judgementWords(judgement, difference.margin, metric.unit, difference.clusters);
}

function waysOf({ metric, difference: { rose, fell } }: ComparedMetric) {
  if (metric.better === null) return { worse: null, better: null };
  return metric.better === 'higher' ? { worse: fell, better: rose } : { worse: rose, better: fell };
}

function layersTable({ layers }: Comparison): FigureTable {
  return table<LayerDifference>({
    id: 'layers',
    title: 'What differs first in a step',
    caption: [
      'In the order in which the parts of a step follow from one another: the first is the cause, later ones may be its effects.',
      'In closed loop only the first differing step of an episode counts.',
    ],
    columns: {
      what: text('what differs', ({ layer }) => LAYER_WORDS[layer].what),
      from: text('it comes from', ({ layer }) => LAYER_WORDS[layer].from),
      episodes: plain('episodes', 'count', ({ episodes }) => episodes),
      steps: plain('steps', 'count', ({ steps }) => steps),
      first: text('first', ({ first }) => `${first.play}, ${first.cell}, ${first.session}, step ${first.step}`, {
        detail: true,
      }),
      field: text('field', ({ first }) => first.field),
      base: text('before', ({ first }) => first.base),
      next: text('now', ({ first }) => first.next),
    },
    rows: layers,
    terminal: false,
  });
}

function flipsTable({ flips }: Comparison): FigureTable {
  const counts = new Map<string, number>();
  const shown = flips.filter(({ metric, play, cell }) => {
    const key = JSON.stringify([metric.name, play, cell]);
    const before = counts.get(key) ?? 0;
    counts.set(key, before + 1);
    return before < FLIPS_SHOWN;
  });
  return table<Flip>({
    id: 'flips',
    title: 'Sessions that got worse',
    caption: `The ${FLIPS_SHOWN} that changed most in each metric and cell. To see one: bench show DIR SESSION.`,
    columns: {
      metric: text('metric', ({ metric }) => metric.title),
      play: text('part', ({ play }) => play),
      cell: text('cell', ({ cell }) => cell),
      session: text('session', ({ session }) => session),
      base: text('before', ({ metric, base }) => formatValue(metric.unit, base)),
      next: text('now', ({ metric, next }) => formatValue(metric.unit, next)),
    },
    rows: shown,
    detail: true,
  });
}
