import { formatEstimate, NO_VALUE } from '../../../present/format-value.ts';
import type { NoisePoint } from '../../../present/noise-points.ts';
import type { Estimate } from '../../../results/schema.ts';
import { type BandRow, bandSpec } from './band-spec.ts';
import { type NoiseAxis, noiseAxis } from './noise-axis.ts';
import type { NoisePanel } from './noise-panels.ts';
import { SERIES_COLOURS } from './plot-theme.ts';
import type { Plot } from './render-plot.ts';

type Bounded = Pick<Estimate, 'estimate' | 'low' | 'high'>;

/** A share that is drawn against noise. */
export interface Curve {
  readonly name: string;
  readonly colour: string;
  at(point: NoisePoint): Bounded | null;
}

export interface CurvesOptions {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  /** Instead, where the first curve stands alone. */
  readonly captionAlone?: string;
  readonly yTitle: string;
  /** The first stands alone where the noise levels already need several curves. */
  readonly curves: readonly [Curve, ...Curve[]];
}

/** Shares against noise as a plot; null for fewer than two noise levels, or where no curve has a value. */
export function noiseCurves(panel: NoisePanel, options: CurvesOptions): Plot | null {
  const axis = noiseAxis(panel.points);
  if (axis === null) return null;
  const curves = axis.series ? [options.curves[0]] : options.curves;
  const drawn = curves.flatMap((curve) => panel.points.map((point) => ({ point, curve, value: curve.at(point) })));
  if (drawn.every(({ value }) => value === null || value.estimate === null)) return null;
  const rows = drawn.map(
    ({ point, curve, value }): BandRow => ({
      x: axis.x(point),
      y: value?.estimate ?? null,
      low: value?.low ?? null,
      high: value?.high ?? null,
      series: axis.series ? axis.seriesOf(point) : curve.name,
    }),
  );
  return {
    id: options.id + panel.suffix,
    title: options.title + panel.title,
    caption: (axis.series && options.captionAlone) || options.caption,
    description: describe(options.title + panel.title, drawn),
    spec: bandSpec(rows, {
      axis,
      yTitle: options.yTitle,
      series: seriesOf(axis, curves),
      legendTitle: axis.series?.title ?? null,
    }),
  };
}

function seriesOf(axis: NoiseAxis, curves: readonly Curve[]): { name: string; colour: string }[] {
  if (!axis.series) return curves.map(({ name, colour }) => ({ name, colour }));
  return axis.series.order.map((name, i) => ({ name, colour: SERIES_COLOURS[i % SERIES_COLOURS.length]! }));
}

/** The values in words, for those who do not see the picture. */
function describe(title: string, drawn: readonly { point: NoisePoint; curve: Curve; value: Bounded | null }[]): string {
  const values = drawn.map(({ point, curve, value }) => {
    return `${curve.name} at ${point.label}: ${value === null ? NO_VALUE : formatEstimate('share', value)}`;
  });
  return `${title}. ${values.join('; ')}.`;
}
