import { formatInterval, formatValue } from '../present/format-value.ts';
import { INK } from '../render/html/plots/plot-theme.ts';
import type { Plot } from '../render/html/plots/render-plot.ts';
import type { FigurePlot } from './schema.ts';

/** A map of shares: a row for each curve, a column for each place; null where there is nothing to draw. */
export function heatMapPlot({ id, title, caption, axes, places = [], curves }: FigurePlot): Plot | null {
  const cells = curves.flatMap(({ label, points }) =>
    points.map(({ x, y, yRange }) => ({ row: label, column: places[x] ?? `${x}`, share: y, range: yRange })),
  );
  if (cells.length === 0) return null;
  const shares = cells.map(({ share }) => share);
  const [low, high] = [Math.min(0, ...shares), Math.max(...shares)];
  const values = cells.map(({ row, column, share, range }) => ({
    row,
    column,
    // An opacity of the page's own colour, so that the map follows its light or dark look.
    shade: high === low ? 0 : (share - low) / (high - low),
    text: formatValue('share', share, range),
    bounds: range ? formatInterval('share', range) : '',
  }));
  const labels = values.map(({ row, column, text, bounds }) =>
    `${row}, ${column}: ${text} ${bounds}`.trim().replaceAll('\n', ', '),
  );
  const side = { labelAngle: 0, domain: false, ticks: false, grid: false };
  const ordinal = (field: string, sort: readonly string[], lines: string | undefined, padding: number) => ({
    field,
    type: 'ordinal' as const,
    sort: [...sort],
    title: lines?.split('\n') ?? null,
    axis: side,
    scale: { padding },
  });
  const rows = curves.map(({ label }) => label);
  const words = (field: string, look: { fontSize: number; fontWeight?: 600; dy: number }) => ({
    mark: { type: 'text' as const, color: INK, ...look },
    encoding: { text: { field, type: 'nominal' as const } },
  });
  return {
    id,
    title,
    caption,
    description: `${title}. ${labels.join('; ')}.`,
    spec: {
      width: places.length * 84,
      height: rows.length * 52,
      data: { values },
      encoding: { x: ordinal('column', places, axes?.x, 0.03), y: ordinal('row', rows, axes?.y, 0.04) },
      layer: [
        {
          mark: { type: 'rect', fill: 'var(--heat)', cornerRadius: 4, stroke: 'var(--line)' },
          encoding: {
            fillOpacity: {
              field: 'shade',
              type: 'quantitative',
              scale: { domain: [0, 1], range: [0.04, 1] },
              legend: null,
            },
          },
        },
        words('text', { fontSize: 14, fontWeight: 600, dy: -7 }),
        words('bounds', { fontSize: 10.5, dy: 11 }),
      ],
    },
  };
}
