import { formatInterval, formatValue, NO_VALUE } from '../../../present/format-value.ts';
import type { NoisePoint } from '../../../present/noise-points.ts';
import type { Estimate } from '../../../results/schema.ts';
import { axisTitle, isGrid } from './noise-axis.ts';
import type { NoisePanel } from './noise-panels.ts';
import { INK } from './plot-theme.ts';
import type { Plot } from './render-plot.ts';

export interface HeatMapOptions {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  readonly colour: string;
  at(point: NoisePoint): Pick<Estimate, 'estimate' | 'low' | 'high'> | null;
}

/** A share over α × β; null where the noise levels form no such grid. */
export function heatMap(panel: NoisePanel, options: HeatMapOptions): Plot | null {
  if (!isGrid(panel.points, 'alpha', 'beta')) return null;
  const values = panel.points.map((point) => {
    const value = options.at(point);
    const estimate = value?.estimate ?? null;
    return {
      alpha: point.noise.alpha,
      beta: point.noise.beta,
      estimate,
      // An opacity of the page's own colour, so that the map follows its light or dark look.
      shade: 0,
      text: formatValue('share', estimate, value ?? undefined),
      bounds: value === null ? '' : formatInterval('share', value),
    };
  });
  const shares = values.flatMap(({ estimate }) => (estimate === null ? [] : [estimate]));
  if (shares.length === 0) return null;
  const [low, high] = [Math.min(0, ...shares), Math.max(...shares)];
  for (const value of values)
    value.shade = value.estimate === null || high === low ? 0 : (value.estimate - low) / (high - low);
  const title = options.title + panel.title;
  const told = values.map(
    ({ alpha, beta, text, bounds }) => `α ${alpha}, β ${beta}: ${text === NO_VALUE ? 'none' : text} ${bounds}`,
  );
  return {
    id: options.id + panel.suffix,
    title,
    caption: options.caption,
    description: `${title}. ${told.join('; ')}.`,
    spec: heatSpec(values, panel.points, options.colour),
  };
}

/** In two lines: the axis is short, and a longer title would widen the picture. */
const ALPHA_TITLE = ['α: operators reject', 'a right suggestion'];

function heatSpec(
  values: readonly { readonly shade: number }[],
  points: readonly NoisePoint[],
  colour: string,
): Plot['spec'] {
  const [alphas, betas] = [levels(points, 'alpha'), levels(points, 'beta')];
  const side = { labelAngle: 0, domain: false, ticks: false, grid: false };
  return {
    width: betas.length * 84,
    height: alphas.length * 52,
    data: { values: values.map((value) => ({ ...value })) },
    encoding: {
      x: {
        field: 'beta',
        type: 'ordinal',
        sort: betas,
        title: axisTitle('beta'),
        axis: side,
        scale: { padding: 0.03 },
      },
      y: {
        field: 'alpha',
        type: 'ordinal',
        sort: alphas,
        title: ALPHA_TITLE,
        axis: side,
        scale: { padding: 0.04 },
      },
    },
    layer: [
      {
        mark: { type: 'rect', fill: colour, cornerRadius: 4, stroke: 'var(--line)' },
        encoding: {
          fillOpacity: {
            field: 'shade',
            type: 'quantitative',
            scale: { domain: [0, 1], range: [0.04, 1] },
            legend: null,
          },
        },
      },
      {
        mark: { type: 'text', fontSize: 14, fontWeight: 600, dy: -7, color: INK },
        encoding: { text: { field: 'text', type: 'nominal' } },
      },
      {
        mark: { type: 'text', fontSize: 10.5, dy: 11, color: INK },
        encoding: { text: { field: 'bounds', type: 'nominal' } },
      },
    ],
  };
}

/** The labels of one rate, by size where they are numbers. */
function levels(points: readonly NoisePoint[], dimension: 'alpha' | 'beta'): string[] {
  const rates = new Map(points.map((point) => [point.noise[dimension], point.rate[dimension]]));
  return [...rates]
    .sort(([, a], [, b]) => (a ?? Number.POSITIVE_INFINITY) - (b ?? Number.POSITIVE_INFINITY))
    .map(([label]) => label);
}
