import { NOISE_DIMENSIONS, NOISE_SYMBOL, type NoiseDimension, type NoisePoint } from '../../../present/noise-points.ts';

/** How noise levels become an abscissa, and curves where two rates vary on their own. */
export interface NoiseAxis {
  readonly title: string;
  /** Ordinal where a label is no number, or where several rates vary together. */
  readonly type: 'quantitative' | 'ordinal';
  /** What tells the curves apart; null for a single curve. */
  readonly series: { readonly title: string; readonly order: readonly string[] } | null;
  x(point: NoisePoint): number | string;
  seriesOf(point: NoisePoint): string;
}

/** The reading of a run's noise levels that needs the fewest words; null for fewer than two levels. */
export function noiseAxis(points: readonly NoisePoint[]): NoiseAxis | null {
  if (points.length < 2) return null;
  const varying = NOISE_DIMENSIONS.filter((dimension) => new Set(points.map((p) => p.noise[dimension])).size > 1);
  const numeric = varying.every((dimension) => points.every((point) => point.rate[dimension] !== null));
  const [first, second] = varying;
  const distinct = new Set(points.map((point) => varying.map((dimension) => point.noise[dimension]).join(' '))).size;
  if (first && numeric && distinct === points.length) {
    const together = varying.every((dimension) => points.every((p) => p.rate[dimension] === p.rate[first]));
    if (together) return along(first, varying.map((dimension) => NOISE_SYMBOL[dimension]).join(' = '), null);
    if (second && varying.length === 2 && isGrid(points, first, second)) {
      const order = [...new Set(points.map((point) => point.rate[second]!))].sort((a, b) => a - b).map(String);
      return along(first, axisTitle(first), { dimension: second, order });
    }
  }
  const short = points.map((point) => ordinalLabel(point, varying));
  const unique = new Set(short).size === points.length;
  return {
    title: `noise: ${varying.map((dimension) => NOISE_SYMBOL[dimension]).join(', ') || 'level'}`,
    type: 'ordinal',
    series: null,
    x: (point) => (unique ? ordinalLabel(point, varying) : point.label.replaceAll(' · ', '\n')),
    seriesOf: () => '',
  };
}

/** Every combination of the two rates, each with more than one value. */
export function isGrid(points: readonly NoisePoint[], one: NoiseDimension, other: NoiseDimension): boolean {
  const count = (dimension: NoiseDimension) => new Set(points.map((point) => point.noise[dimension])).size;
  const pairs = new Set(points.map((point) => JSON.stringify([point.noise[one], point.noise[other]]))).size;
  return count(one) > 1 && count(other) > 1 && pairs === count(one) * count(other) && points.length === pairs;
}

/** Axis title that says what the rate means. */
export function axisTitle(dimension: NoiseDimension): string {
  return {
    alpha: 'α: operators reject a right suggestion',
    beta: 'β: operators accept a wrong suggestion',
    slip: 'slip: corrections that are themselves wrong',
  }[dimension];
}

function along(
  dimension: NoiseDimension,
  title: string,
  series: { dimension: NoiseDimension; order: readonly string[] } | null,
): NoiseAxis {
  return {
    title: title.includes(':') ? title : `noise: ${title}`,
    type: 'quantitative',
    series: series && { title: NOISE_SYMBOL[series.dimension], order: series.order },
    x: (point) => point.rate[dimension]!,
    seriesOf: (point) => (series ? String(point.rate[series.dimension]) : ''),
  };
}

/** The rates that vary, each on its line of the tick's label; cut, since labels stand close. */
function ordinalLabel(point: NoisePoint, varying: readonly NoiseDimension[]): string {
  if (varying.length === 0) return point.label;
  return varying.map((dimension) => `${NOISE_SYMBOL[dimension]} ${point.noise[dimension].slice(0, 14)}`).join('\n');
}
