import type { Figures, FigureTable, Ranged } from '../../../reports/figures/schema.ts';
import { plain, ranged, table, text } from '../../../reports/figures/table.ts';
import { formatEstimate } from '../../../reports/present/format-value.ts';
import { type CellAccumulator, createCellAccumulator } from '../../../reports/results/cell-accumulator.ts';
import type { Metric } from '../../contract/metric.ts';
import type { Trace } from '../../contract/trace.ts';
import { metricEstimate } from '../closed-loop/metric-estimate.ts';
import { rangeOver } from '../data/populations.ts';
import { type AdaptiveRule, adaptiveRule, lookAt } from './adaptive-rule.ts';
import { type LookedAt, looksFinding, looksNote, looksTable } from './looks-figures.ts';
import { type Comparison, comparisonsOf, partOf, type Sweep } from './plan.ts';

/** What a sweep shows of each comparison, of the arm that it is about. */
const SHOWN = [
  ['session_automation', 'selective'],
  ['active_ms_per_session', 'selective'],
  ['sessions_with_wrong_chosen', 'selective'],
  ['goal_reached', 'selective'],
  ['action_accuracy', 'copilot'],
] as const;

/** Adds up the episodes of a sweep, whoever played them. */
export class SweepSums {
  readonly #metrics: readonly Metric[];
  readonly #cells = new Map<string, CellAccumulator>();

  constructor(metrics: readonly Metric[]) {
    this.#metrics = metrics;
  }

  /** `play`: the part of the run that the episode belongs to; what follows a comma names a loop. */
  add(play: string, arm: string, trace: Trace): void {
    const key = JSON.stringify([play.split(',')[0], arm]);
    const cell = this.#cells.get(key) ?? createCellAccumulator(this.#metrics);
    this.#cells.set(key, cell);
    cell.add(trace);
  }

  of(comparison: Comparison, arm: string): CellAccumulator | null {
    return this.#cells.get(JSON.stringify([partOf(comparison), arm])) ?? null;
  }

  /** What the sessions so far show; null where there are none. */
  look(comparison: Comparison, rule: AdaptiveRule): LookedAt | null {
    const [arm, baseline] = [this.of(comparison, rule.arm), this.of(comparison, rule.baseline)];
    if (!arm || !baseline) return null;
    const { name } = rule.metric;
    const played = arm.sessions().length + arm.crashed().length;
    return { comparison, played, looked: lookAt(rule, played, arm.sums(name), baseline.sums(name)) };
  }

  /** Episodes that crashed. */
  crashed(): number {
    return [...this.#cells.values()].reduce((sum, cell) => sum + cell.faults().crashed, 0);
  }
}

type Found = Pick<Figures, 'findings' | 'notes' | 'tables' | 'plots'>;
/** Comparisons that differ in nothing but their seed. */
type Point = readonly Comparison[];
type Axis = Exclude<keyof Comparison, 'id' | 'seed'>;
const AXES: readonly Axis[] = ['policy', 'critic', 'gate', 'alpha', 'beta', 'slip'];

/** A metric in an arm, and what it comes to. */
interface Shown {
  readonly id: string;
  readonly title: string;
  readonly unit: Metric['unit'];
  readonly of: (comparison: Comparison) => Ranged;
  /** Median over seeds, with the least and the most; of one seed its own. */
  readonly over: (point: Point) => Ranged;
}

/** What a sweep found. Depends on the plan and the sums alone: the same whether it was played in one run or in shards. */
export function sweepFigures(sweep: Sweep, sums: SweepSums, metrics: readonly Metric[]): Found {
  const all = comparisonsOf(sweep);
  const shown = shownOf(all, sums, metrics);
  const varied = AXES.filter((name) => new Set(all.map((one) => one[name])).size > 1);
  const rule = adaptiveRule(sweep, metrics);
  const looked = rule ? all.flatMap((comparison) => sums.look(comparison, rule) ?? []) : [];
  return {
    findings: [
      ...(rule ? [looksFinding(rule, looked)] : []),
      ...shown.slice(0, 3).map((one) => rangeFinding(one, pointsOf(all), varied)),
    ],
    notes: [
      `${all.length} comparisons; each is all arms at one combination of the axes, in one population.`,
      ...(rule ? [looksNote(rule, all.length)] : []),
    ],
    tables: [
      ...(rule ? [looksTable(rule, looked, varied)] : []),
      pointsTable(pointsOf(all), varied, shown),
      comparisonsTable(all, varied, shown, sums),
    ],
    plots: [],
  };
}

/** Those of `SHOWN` that some comparison has. */
function shownOf(all: readonly Comparison[], sums: SweepSums, metrics: readonly Metric[]): Shown[] {
  return SHOWN.flatMap(([name, arm]) => {
    const metric = metrics.find((one) => one.name === name);
    if (!metric) return [];
    const estimateOf = (comparison: Comparison): Ranged => {
      const cell = sums.of(comparison, arm);
      return cell ? metricEstimate(cell, metric) : { estimate: null, low: null, high: null };
    };
    if (all.every((one) => estimateOf(one).estimate === null)) return [];
    const over = (point: Point) => rangeOver(point.map(estimateOf));
    return [{ id: `${name}_${arm}`, title: `${metric.title}, ${arm}`, unit: metric.unit, of: estimateOf, over }];
  });
}

/** Where on the grid a figure is lowest, and where highest. */
function rangeFinding({ title, unit, over }: Shown, points: readonly Point[], varied: readonly Axis[]): string {
  const known = points
    .map((point) => ({ point, value: over(point) }))
    .filter(({ value }) => value.estimate !== null)
    .toSorted((a, b) => a.value.estimate! - b.value.estimate!);
  const [least, most] = [known[0]!, known.at(-1)!];
  const nameOf = ([one]: Point) => varied.map((name) => `${name} ${one![name]}`).join(', ') || 'the only point';
  const atPoint = ({ point, value }: typeof least) => `${formatEstimate(unit, value)} at ${nameOf(point)}`;
  if (least.value.estimate === most.value.estimate)
    return `${title}: ${formatEstimate(unit, least.value)} at every point.`;
  return `${title}: from ${atPoint(least)} to ${atPoint(most)}.`;
}

function pointsTable(points: readonly Point[], varied: readonly Axis[], shown: readonly Shown[]): FigureTable {
  return table<Point>({
    id: 'points',
    title: 'What each point of the sweep comes to',
    caption: 'Median over seeds, in brackets the lowest and the highest; of one seed its 95 % interval over sessions.',
    columns: {
      ...Object.fromEntries(varied.map((name) => [name, text(name, ([one]: Point) => String(one![name]))])),
      seeds: plain('seeds', 'count', (point: Point) => point.length),
      ...Object.fromEntries(shown.map(({ id, title, unit, over }) => [id, ranged(title, unit, over)])),
    },
    rows: points,
  });
}

function comparisonsTable(
  all: readonly Comparison[],
  varied: readonly Axis[],
  shown: readonly Shown[],
  sums: SweepSums,
): FigureTable {
  return table<Comparison>({
    id: 'comparisons',
    title: 'Every comparison',
    caption: 'In brackets the 95 % interval, clustered by session.',
    columns: {
      id: text('id', ({ id }) => id),
      seed: text('seed', ({ seed }) => seed),
      ...Object.fromEntries(varied.map((name) => [name, text(name, (one: Comparison) => String(one[name]))])),
      sessions: plain('sessions', 'count', (one) => sums.of(one, 'selective')?.sessions().length ?? 0),
      ...Object.fromEntries(shown.map(({ id, title, unit, of }) => [id, ranged(title, unit, of)])),
    },
    rows: all,
    detail: true,
  });
}

function pointsOf(all: readonly Comparison[]): Point[] {
  const points = new Map<string, Comparison[]>();
  for (const one of all) {
    const key = JSON.stringify(AXES.map((name) => one[name]));
    points.set(key, [...(points.get(key) ?? []), one]);
  }
  return [...points.values()];
}
