import { PLOT_SIZE, SERIES_COLOURS } from '../html/plots/plot-theme.ts';
import type { Plot } from '../html/plots/render-plot.ts';
import { selectEvenly } from '../html/plots/select-evenly.ts';
import { formatNumber } from '../present/format-value.ts';
import type { FigurePlot } from './schema.ts';

/** Points of a curve that a picture of this size can show. */
const MOST_POINTS = 160;
/** Curves beyond the colours that there are get a dash. */
const DASHES = [
  [1, 0],
  [6, 3],
  [2, 3],
];

/** Curves over one axis: risk against coverage, the share right against the score, or whatever the axes say; null where there are none. */
export function curvesPlot(plot: FigurePlot): Plot | null {
  const curves = plot.curves.filter(({ points }) => points.length > 0);
  if (curves.length === 0) return null;
  const labels = curves.map(({ label }) => label);
  const values = curves.flatMap(({ label, points }) =>
    selectEvenly(points, MOST_POINTS).map((at) => ({ ...at, label })),
  );
  const told = curves.map(({ label, points }) => `${label} ends at ${formatNumber(points.at(-1)?.y ?? 0, 3)}`);
  return {
    id: plot.id,
    title: plot.title,
    caption: plot.caption,
    description: `${plot.title}. ${told.join('; ')}.`,
    spec: spec(plot, values, labels),
  };
}

function spec({ kind, axes }: FigurePlot, values: readonly object[], labels: readonly string[]): Plot['spec'] {
  const calibration = kind === 'calibration';
  const { x, y } = kind === 'lines' ? plainAxes(axes) : shareAxes(calibration);
  const legend = { direction: 'vertical' as const, columns: 2 };
  const nominal = { field: 'label', type: 'nominal' as const, title: null };
  const colours = labels.map((_, i) => SERIES_COLOURS[i % SERIES_COLOURS.length] ?? '');
  const dashes = labels.map((_, i) => DASHES[Math.floor(i / SERIES_COLOURS.length) % DASHES.length] ?? [1, 0]);
  const diagonal = {
    data: { values: [0, 1].map((at) => ({ x: at, y: at })) },
    mark: { type: 'line' as const, color: 'var(--muted)', strokeDash: [2, 4], strokeWidth: 1.2 },
    encoding: { x, y },
  };
  const curves = {
    data: { values: [...values] },
    mark: { type: 'line' as const, strokeWidth: 2 },
    encoding: {
      x,
      y,
      order: { field: 'x', type: 'quantitative' as const },
      color: { ...nominal, scale: { domain: [...labels], range: colours }, legend },
      strokeDash: { ...nominal, scale: { domain: [...labels], range: dashes }, legend },
    },
  };
  return { ...PLOT_SIZE, layer: calibration ? [diagonal, curves] : [curves] };
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

/** Axes from zero with the titles that the plot gives. */
function plainAxes(axes: FigurePlot['axes']) {
  const plain = { type: 'quantitative' as const, scale: { domainMin: 0 } };
  return {
    x: { ...plain, field: 'x', title: axes?.x ?? null },
    y: { ...plain, field: 'y', title: axes?.y ?? null },
  };
}
