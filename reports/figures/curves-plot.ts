import { formatNumber } from '../present/format-value.ts';
import { type AxisSpan, extentOf, spanScale, zeroLine } from '../render/html/plots/plain-axes.ts';
import { PLOT_SIZE, SERIES_COLOURS } from '../render/html/plots/plot-theme.ts';
import type { Layer, Plot } from '../render/html/plots/render-plot.ts';
import { selectEvenly } from '../render/html/plots/select-evenly.ts';
import { bandsPlot } from './bands-plot.ts';
import { heatMapPlot } from './heat-map-plot.ts';
import { referenceLayers } from './reference-layers.ts';
import type { FigurePlot } from './schema.ts';

/** Points of a curve that a picture of this size can show. */
const MOST_POINTS = 160;
/** Curves beyond the colours that there are get a dash. */
const DASHES = [
  [1, 0],
  [6, 3],
  [2, 3],
];
const SHAPES = ['circle', 'square', 'diamond', 'triangle-up', 'cross', 'triangle-down'];

interface Value {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly xLow: number;
  readonly xHigh: number;
  readonly yLow: number;
  readonly yHigh: number;
}

/** A plot as a picture; null where there is nothing to draw. */
export function figurePlot(plot: FigurePlot): Plot | null {
  if (plot.kind === 'bands') return bandsPlot(plot);
  return plot.kind === 'heat-map' ? heatMapPlot(plot) : curvesPlot(plot);
}

/**
 * Curves or points over one axis: risk against coverage, the share right against the score, or whatever the axes say;
 * null where there are none.
 */
function curvesPlot(plot: FigurePlot): Plot | null {
  const curves = plot.curves.filter(({ points }) => points.length > 0);
  if (curves.length === 0) return null;
  const labels = curves.map(({ label }) => label);
  const values = curves.flatMap(({ label, points }) =>
    selectEvenly(points, MOST_POINTS).map((at) => drawnAt(label, at)),
  );
  return {
    id: plot.id,
    title: plot.title,
    caption: plot.caption,
    description: `${plot.title}. ${sentencesOf(plot.kind, curves).join('; ')}.`,
    spec: spec(plot, values, labels),
  };
}

type Curve = FigurePlot['curves'][number];

function drawnAt(label: string, { x, y, xRange, yRange }: Curve['points'][number]): Value {
  return {
    label,
    x,
    y,
    xLow: xRange?.low ?? x,
    xHigh: xRange?.high ?? x,
    yLow: yRange?.low ?? y,
    yHigh: yRange?.high ?? y,
  };
}

function sentencesOf(kind: FigurePlot['kind'], curves: readonly Curve[]): string[] {
  if (kind !== 'points')
    return curves.map(({ label, points, mark }) => {
      const used = mark ? `, in use at ${formatNumber(mark.x, 3)} and ${formatNumber(mark.y, 3)}` : '';
      return `${label} ends at ${formatNumber(points.at(-1)?.y ?? 0, 3)}${used}`;
    });
  const pairs = ({ points }: Curve) => points.map(({ x, y }) => `${formatNumber(x, 1)} and ${formatNumber(y, 1)}`);
  return curves.map((curve) => `${curve.label}: ${pairs(curve).join(', ')}`);
}

function spec(plot: FigurePlot, values: readonly Value[], labels: readonly string[]): Plot['spec'] {
  const { kind, axes, joined = false, references = [] } = plot;
  const own = kind === 'lines' || kind === 'points';
  const ends = (axis: 'x' | 'y') => references.filter((one) => one.axis === axis).flatMap(({ from, to }) => [from, to]);
  const spans = {
    x: extentOf([...values.flatMap(({ xLow, xHigh }) => [xLow, xHigh]), ...ends('x')]),
    y: extentOf([...values.flatMap(({ yLow, yHigh }) => [yLow, yHigh]), ...ends('y')], !joined),
  };
  const { x, y } = own ? plainAxes(axes, spans) : shareAxes(kind === 'calibration');
  const diagonal = {
    data: { values: [0, 1].map((at) => ({ x: at, y: at })) },
    mark: { type: 'line' as const, color: 'var(--muted)', strokeDash: [2, 4], strokeWidth: 1.2 },
    encoding: { x, y },
  };
  return {
    ...PLOT_SIZE,
    layer: [
      ...referenceLayers(references),
      ...(own ? zeroLine(spans.y) : []),
      ...(kind === 'calibration' ? [diagonal] : []),
      ...(kind !== 'points' || joined ? [lines(values, labels, { x, y })] : []),
      ...(kind === 'points' ? scatter(values, labels, { x, y }) : []),
      ...marks(plot.curves, labels, { x, y }),
    ],
  };
}

type Position = Record<'x' | 'y', ReturnType<typeof shareAxes>['x' | 'y'] | ReturnType<typeof plainAxes>['x']>;

const LEGEND = { direction: 'vertical' as const, columns: 2 };
const NOMINAL = { field: 'label', type: 'nominal' as const, title: null };
const coloursOf = (labels: readonly string[]) => labels.map((_, i) => SERIES_COLOURS[i % SERIES_COLOURS.length] ?? '');

function lines(values: readonly Value[], labels: readonly string[], position: Position): Layer {
  const dashes = labels.map((_, i) => DASHES[Math.floor(i / SERIES_COLOURS.length) % DASHES.length] ?? [1, 0]);
  return {
    data: { values: values.map(({ label, x, y }) => ({ label, x, y })) },
    mark: { type: 'line' as const, strokeWidth: 2 },
    encoding: {
      ...position,
      order: { field: 'x', type: 'quantitative' as const },
      color: { ...NOMINAL, scale: { domain: [...labels], range: coloursOf(labels) }, legend: LEGEND },
      strokeDash: { ...NOMINAL, scale: { domain: [...labels], range: dashes }, legend: LEGEND },
    },
  };
}

/** The points of curves that are in use, as diamonds. */
function marks(curves: readonly Curve[], labels: readonly string[], position: Position): Layer[] {
  const values = curves.flatMap(({ label, mark }) => (mark ? [{ label, ...mark }] : []));
  if (values.length === 0) return [];
  const fill = { ...NOMINAL, scale: { domain: [...labels], range: coloursOf(labels) }, legend: null };
  const look = { shape: 'diamond', size: 150, filled: true, opacity: 1, stroke: 'var(--card)', strokeWidth: 1.5 };
  return [{ data: { values }, mark: { type: 'point', ...look }, encoding: { ...position, fill } }];
}

/** Points with their 95 % intervals as whiskers, told apart by colour and shape. */
function scatter(values: readonly Value[], labels: readonly string[], { x, y }: Position): Layer[] {
  const shapes = labels.map((_, i) => SHAPES[i % SHAPES.length] ?? '');
  const color = { ...NOMINAL, scale: { domain: [...labels], range: coloursOf(labels) }, legend: LEGEND };
  const shape = { ...NOMINAL, scale: { domain: [...labels], range: shapes }, legend: LEGEND };
  const data = { values: values.map((value) => ({ ...value })) };
  const whisker = { type: 'rule' as const, strokeWidth: 1.2, opacity: 0.6 };
  return [
    { data, mark: whisker, encoding: { x, y: { ...y, field: 'yLow' }, y2: { field: 'yHigh' }, color } },
    { data, mark: whisker, encoding: { y, x: { ...x, field: 'xLow' }, x2: { field: 'xHigh' }, color } },
    { data, mark: { type: 'point', filled: true, size: 64, opacity: 1 }, encoding: { x, y, color, shape } },
  ];
}

/** Axes of shares: the score's bins up to the share right, or coverage up to risk. */
function shareAxes(calibration: boolean) {
  const share = { type: 'quantitative' as const, axis: { format: '.0%', tickCount: 5 } };
  return {
    x: { ...share, field: 'x', title: calibration ? 'mean score of the bin' : 'coverage', scale: { domain: [0, 1] } },
    y: calibration
      ? { ...share, field: 'y', title: 'share right', scale: { domain: [0, 1] } }
      : { ...share, field: 'y', title: 'risk', scale: { domainMin: 0 } },
  };
}

/** Axes that show all there is, 0 mostly among it, with the titles that the plot gives. */
function plainAxes(axes: FigurePlot['axes'], spans: Readonly<Record<'x' | 'y', AxisSpan>>) {
  const plain = (axis: 'x' | 'y') => ({
    field: axis,
    type: 'quantitative' as const,
    title: axes?.[axis] ?? null,
    scale: spanScale(spans[axis]),
  });
  return { x: plain('x'), y: plain('y') };
}
