import { formatEstimate } from '../present/format-value.ts';
import { zeroLine } from '../render/html/plots/plain-axes.ts';
import { PLOT_SIZE, SERIES_COLOURS } from '../render/html/plots/plot-theme.ts';
import type { Plot } from '../render/html/plots/render-plot.ts';
import type { FigurePlot } from './schema.ts';

/** More curves than this cover one another's whiskers. */
const MOST_WITH_WHISKERS = 2;

/** Shares as curves with their 95 % intervals as bands, over a rate or over places in a row; null where there is nothing to draw. */
export function bandsPlot({ id, title, caption, axes, places, curves }: FigurePlot): Plot | null {
  const rows = curves.flatMap(({ label, points }) =>
    points.map(({ x, y, yRange }) => ({
      label,
      x: places?.[x] ?? x,
      y,
      low: yRange?.low ?? null,
      high: yRange?.high ?? null,
    })),
  );
  if (rows.length === 0) return null;
  const descriptions = rows.map(({ label, x, y, low, high }) => {
    const place = `${x}`.replaceAll('\n', ', ');
    return `${label} at ${place}: ${formatEstimate('share', { estimate: y, low, high })}`;
  });
  const span = { low: Math.min(0, ...rows.map(({ low, y }) => low ?? y)), high: top(rows) };
  const x = { field: 'x', title: axes?.x ?? null, ...placeOf(places, rows) };
  const y = {
    field: 'y',
    type: 'quantitative' as const,
    title: axes?.y ?? null,
    axis: { format: '.0%', tickCount: 5 },
    scale: { domainMin: span.low, domainMax: span.high, nice: true },
  };
  const labels = curves.map(({ label }) => label);
  const color = {
    field: 'label',
    type: 'nominal' as const,
    title: null,
    sort: null,
    scale: { domain: labels, range: labels.map((_, i) => SERIES_COLOURS[i % SERIES_COLOURS.length] ?? '') },
    legend: labels.length > 1 ? { symbolOpacity: 1 } : null,
  };
  const interval = { x, color, y: { ...y, field: 'low' }, y2: { field: 'high' } };
  const crowded = labels.length > MOST_WITH_WHISKERS;
  return {
    id,
    title,
    caption,
    description: `${title}. ${descriptions.join('; ')}.`,
    spec: {
      ...PLOT_SIZE,
      data: { values: rows },
      layer: [
        ...zeroLine(span),
        { mark: { type: 'area', opacity: crowded ? 0.1 : 0.16, line: false }, encoding: interval },
        ...(crowded ? [] : [{ mark: { type: 'rule' as const, opacity: 0.55, strokeWidth: 1.2 }, encoding: interval }]),
        { mark: { type: 'line', strokeWidth: 2.2 }, encoding: { x, color, y } },
        { mark: { type: 'point', filled: true, size: 48, opacity: 1 }, encoding: { x, color, y } },
      ],
    },
  };
}

/** How the curves' places stand side by side: as they are listed, or as numbers. */
function placeOf(places: FigurePlot['places'], rows: readonly { readonly x: number | string }[]) {
  if (places) return { type: 'ordinal' as const, sort: [...places], axis: { labelAngle: 0, labelLineHeight: 14 } };
  const values = [...new Set(rows.map(({ x }) => Number(x)))].sort((a, b) => a - b);
  return {
    type: 'quantitative' as const,
    axis: { values, format: '~g' },
    scale: { padding: 12, nice: false, zero: false },
  };
}

/** A little over the highest bound, but no further than a share can be where the bound is no further. */
function top(rows: readonly { readonly y: number; readonly high: number | null }[]): number {
  const highest = Math.max(0, ...rows.map(({ high, y }) => high ?? y));
  return Math.max(highest, Math.min(1, Math.max(0.02, highest * 1.08)));
}
