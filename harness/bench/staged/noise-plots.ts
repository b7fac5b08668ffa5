import type { FigurePlot, Ranged } from '../../../reports/figures/schema.ts';
import { NOISE_DIMENSIONS, NOISE_SYMBOL, type NoiseDimension, type NoisePoint } from './noise-points.ts';

type Curve = FigurePlot['curves'][number];
type Bounded = Pick<Ranged, 'estimate' | 'low' | 'high'> | null | undefined;

/** A share that is drawn against noise. */
interface NoiseCurve {
  readonly label: string;
  at(point: NoisePoint): Bounded;
}

export interface NoisePlot extends Pick<FigurePlot, 'id' | 'title' | 'caption'> {
  readonly y: string;
  /** The first stands alone where α and β form a grid: there each β is a curve. */
  readonly curves: readonly [NoiseCurve, ...NoiseCurve[]];
  /** Whether a grid of α and β is drawn as a map too. */
  readonly map?: boolean;
}

/** Shares against noise, one plot for each slip where α and β form a grid at each; none for fewer than two levels, or without a value. */
export function noisePlots(points: readonly NoisePoint[], plot: NoisePlot): FigurePlot[] {
  const slips = [...new Set(points.map(({ noise }) => noise.slip))];
  const panels = slips.map((slip, at) => ({
    suffix: `-slip-${at + 1}`,
    words: `, slip ${slip}`,
    points: points.filter(({ noise }) => noise.slip === slip),
  }));
  const split = slips.length > 1 && panels.every((panel) => isGrid(panel.points, 'alpha', 'beta'));
  return (split ? panels : [{ suffix: '', words: '', points }]).flatMap((panel) => {
    const titled = { ...plot, id: plot.id + panel.suffix, title: plot.title + panel.words };
    return [...mapOver(panel.points, titled), ...bandsOver(panel.points, titled)];
  });
}

function bandsOver(points: readonly NoisePoint[], { id, title, caption, y, curves }: NoisePlot): FigurePlot[] {
  const axis = points.length < 2 ? null : axisOf(points);
  if (axis === null) return [];
  const [first] = curves;
  const drawn = axis.series
    ? axis.series.order.map((name) => curveOf(`${axis.series?.symbol} ${name}`, first, points, axis, name))
    : curves.map((curve) => curveOf(curve.label, curve, points, axis));
  if (drawn.every((curve) => curve.points.length === 0)) return [];
  const words = axis.series ? `${caption} Drawn: ${first.label}.` : caption;
  const places = axis.places && { places: axis.places };
  return [{ id, kind: 'bands', title, caption: words, axes: { x: axis.title, y }, ...places, curves: drawn }];
}

function mapOver(
  points: readonly NoisePoint[],
  { id, title, caption, y, curves: [first], map }: NoisePlot,
): FigurePlot[] {
  if (!map || !isGrid(points, 'alpha', 'beta')) return [];
  const [alphas, betas] = [levelsOf(points, 'alpha'), levelsOf(points, 'beta')];
  const rows = alphas.map((alpha): Curve => {
    const row = points.filter(({ noise }) => noise.alpha === alpha);
    return { label: alpha, points: row.flatMap((point) => pointOf(betas.indexOf(point.noise.beta), first.at(point))) };
  });
  if (rows.every((row) => row.points.length === 0)) return [];
  return [
    {
      ...{ id: `${id}-map`, kind: 'heat-map', title: `${title}: ${y}`, caption: `${caption} Shown: ${first.label}.` },
      axes: { x: axisTitle('beta'), y: axisTitle('alpha').replace('reject ', 'reject\n') },
      places: betas,
      curves: rows,
    },
  ];
}

function curveOf(label: string, curve: NoiseCurve, points: readonly NoisePoint[], axis: NoiseAxis, series = ''): Curve {
  const own = points.filter((point) => axis.seriesOf(point) === series);
  return { label, points: own.flatMap((point) => pointOf(axis.x(point), curve.at(point))) };
}

function pointOf(x: number, value: Bounded): Curve['points'] {
  if (!value || value.estimate === null) return [];
  const { estimate, low, high } = value;
  return [{ x, y: estimate, ...(low !== null && high !== null && { yRange: { low, high } }) }];
}

/** How noise levels become an abscissa, and curves where two rates vary on their own. */
interface NoiseAxis {
  readonly title: string;
  /** What stands at 0, 1, … where a label is no number, or where several rates vary together. Absent: x is a rate. */
  readonly places?: string[];
  /** What tells the curves apart; null for a single curve. */
  readonly series: { readonly symbol: string; readonly order: readonly string[] } | null;
  x(point: NoisePoint): number;
  seriesOf(point: NoisePoint): string;
}

/** The reading of noise levels that needs the fewest words. */
function axisOf(points: readonly NoisePoint[]): NoiseAxis {
  const varying = NOISE_DIMENSIONS.filter((dimension) => new Set(points.map(({ noise }) => noise[dimension])).size > 1);
  const numeric = varying.every((dimension) => points.every(({ rate }) => rate[dimension] !== null));
  const [first, second] = varying;
  const distinct = new Set(points.map(({ noise }) => varying.map((dimension) => noise[dimension]).join(' '))).size;
  if (first && numeric && distinct === points.length) {
    const x = ({ rate }: NoisePoint) => rate[first] ?? 0;
    if (varying.every((dimension) => points.every(({ rate }) => rate[dimension] === rate[first]))) {
      const names = varying.map((dimension) => NOISE_SYMBOL[dimension]).join(' = ');
      return { title: `noise: ${names}`, series: null, x, seriesOf: () => '' };
    }
    if (second && varying.length === 2 && isGrid(points, first, second)) {
      const series = { symbol: NOISE_SYMBOL[second], order: levelsOf(points, second) };
      return { title: axisTitle(first), series, x, seriesOf: ({ noise }) => noise[second] };
    }
  }
  // Labels stand close: the rates that vary, cut, each on its line; whole where two would then be the same.
  const short = points.map(({ noise, label }) =>
    varying.length === 0
      ? label
      : varying.map((dimension) => `${NOISE_SYMBOL[dimension]} ${noise[dimension].slice(0, 14)}`).join('\n'),
  );
  const unique = new Set(short).size === points.length;
  return {
    title: `noise: ${varying.map((dimension) => NOISE_SYMBOL[dimension]).join(', ') || 'level'}`,
    places: unique ? short : points.map(({ label }) => label.replaceAll(' · ', '\n')),
    series: null,
    x: (point) => points.indexOf(point),
    seriesOf: () => '',
  };
}

/** Every combination of the two rates, each with more than one value. */
function isGrid(points: readonly NoisePoint[], one: NoiseDimension, other: NoiseDimension): boolean {
  const count = (dimension: NoiseDimension) => new Set(points.map(({ noise }) => noise[dimension])).size;
  const pairs = new Set(points.map(({ noise }) => JSON.stringify([noise[one], noise[other]]))).size;
  return count(one) > 1 && count(other) > 1 && pairs === count(one) * count(other) && points.length === pairs;
}

/** The labels of one rate, by size where they are numbers. */
function levelsOf(points: readonly NoisePoint[], dimension: NoiseDimension): string[] {
  const rates = new Map(
    points.map(({ noise, rate }) => [noise[dimension], rate[dimension] ?? Number.POSITIVE_INFINITY]),
  );
  return [...rates].sort(([, a], [, b]) => a - b).map(([label]) => label);
}

/** Axis title that says what the rate means. */
const axisTitle = (dimension: NoiseDimension): string =>
  ({
    alpha: 'α: operators reject a right suggestion',
    beta: 'β: operators accept a wrong suggestion',
    slip: 'slip: corrections that are themselves wrong',
  })[dimension];
