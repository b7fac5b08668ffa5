import type { FigurePlot, FigureTable } from '../../../reports/figures/schema.ts';
import { plain, ranged, table, text } from '../../../reports/figures/table.ts';
import { type CascadePoint, cascade } from '../../../reports/propagation/cascade.ts';
import type { TwinPair } from '../../contract/twin.ts';

/** Errors that are followed together. */
export interface CascadeGroup {
  readonly label: string;
  readonly pairs: readonly TwinPair[];
}

const HORIZON = 20;
const TABLED = [1, 2, 3, 5, 10, 20];
/** Fewer errors than these make no curve. */
const LEAST_TWINS = 10;

const PLOTS = [
  {
    id: 'further',
    title: 'Further errors by steps after the error',
    caption: 'Run minus twin, summed up to that step. Below 0: what followed the error took errors of the twin away.',
    y: 'further errors',
  },
  {
    id: 'contaminated',
    title: 'Cases still contaminated by steps after the error',
    caption:
      'Share of errors whose case is not where the twin was. A case that ended otherwise than its twin stays contaminated.',
    y: 'share of errors',
  },
] as const;

/** Both cascades, one curve for each group that has errors enough. */
export function cascadePlots(by: string, groups: readonly CascadeGroup[]): FigurePlot[] {
  const steps = Array.from({ length: HORIZON + 1 }, (_, step) => step);
  const followed = groups
    .filter(({ pairs }) => pairs.length >= LEAST_TWINS)
    .map(({ label, pairs }) => ({ label, points: cascade(pairs, steps) }));
  return PLOTS.map(({ id, title, caption, y }) => ({
    id: `${id}-by-${by}`,
    kind: 'lines' as const,
    title: `${title}, by ${by}`,
    caption,
    axes: { x: 'steps after the error', y },
    curves: followed.map(({ label, points }) => ({ label, points: points.flatMap((point) => pointOf(point, id)) })),
  }));
}

function pointOf(point: CascadePoint, id: 'further' | 'contaminated') {
  const { estimate } = point[id];
  return estimate === null ? [] : [{ x: point.steps, y: estimate }];
}

/** The same as numbers with intervals. */
export const cascadeTable = (groups: readonly CascadeGroup[], populations: number): FigureTable =>
  table<CascadePoint & Pick<CascadeGroup, 'label'>>({
    id: 'cascade',
    title: 'Cascades: what errors have done so many steps later',
    caption:
      populations === 1
        ? []
        : `Errors of ${populations} populations together: intervals hold the draw of sessions, not that of populations.`,
    columns: {
      group: text('errors', 'label'),
      steps: plain('steps after', 'count', 'steps'),
      further: ranged('further errors', 'score', 'further', 'Run minus twin, up to that step.'),
      contaminated: ranged('contaminated', 'share', 'contaminated', [
        'Share of errors whose case is not where the twin was.',
      ]),
    },
    rows: groups
      .filter(({ pairs }) => pairs.length > 0)
      .flatMap(({ label, pairs }) => cascade(pairs, TABLED).map((point) => ({ ...point, label }))),
    terminal: false,
  });
