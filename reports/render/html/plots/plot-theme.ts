import type { Config } from 'vega-lite';

/** Names of custom properties of the page's style sheet, so that plots follow its light or dark look. */
export const INK = 'var(--ink)';
const MUTED = 'var(--muted)';
const LINE = 'var(--line)';
export const SERIES_COLOURS = ['var(--s1)', 'var(--s2)', 'var(--s3)', 'var(--s4)', 'var(--s5)', 'var(--s6)'];
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

/** Size of a plot's inner area in pixels. */
export const PLOT_SIZE = { width: 400, height: 240 };

/** How all plots look. */
export const PLOT_CONFIG: Config = {
  aria: false,
  background: 'transparent',
  padding: 6,
  font: FONT,
  lineBreak: '\n',
  view: { stroke: null },
  axis: {
    labelColor: MUTED,
    titleColor: INK,
    gridColor: LINE,
    domainColor: MUTED,
    tickColor: MUTED,
    labelFontSize: 12,
    titleFontSize: 12.5,
    titleFontWeight: 500,
    titlePadding: 8,
    labelPadding: 5,
    tickSize: 4,
  },
  axisX: { grid: false },
  axisY: { domain: false, ticks: false },
  legend: {
    labelColor: INK,
    titleColor: INK,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 500,
    orient: 'top',
    direction: 'horizontal',
    offset: 10,
    symbolSize: 90,
    labelLimit: 480,
    symbolOpacity: 1,
    symbolStrokeColor: 'transparent',
    symbolStrokeWidth: 2.5,
  },
};
