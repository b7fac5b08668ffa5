import type { TopLevelSpec } from 'vega-lite';
import type { NoiseAxis } from './noise-axis.ts';
import { zeroLine } from './plain-axes.ts';
import { PLOT_SIZE } from './plot-theme.ts';

/** One estimate at one noise level, on one curve. */
export interface BandRow {
  readonly x: number | string;
  readonly y: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly series: string;
}

export interface BandOptions {
  readonly axis: NoiseAxis;
  readonly yTitle: string;
  /** Curves in the order of the legend, with their colours. The legend goes where there is only one. */
  readonly series: readonly { readonly name: string; readonly colour: string }[];
  readonly legendTitle: string | null;
}

/** Shares against noise: curves with their 95 % intervals as bands. Missing estimates break a curve. */
export function bandSpec(rows: readonly BandRow[], options: BandOptions): TopLevelSpec {
  const { axis, series } = options;
  const x =
    axis.type === 'quantitative'
      ? {
          field: 'x',
          type: 'quantitative' as const,
          title: axis.title,
          axis: { values: [...new Set(rows.map((row) => Number(row.x)))].sort((a, b) => a - b), format: '~g' },
          scale: { padding: 12, nice: false, zero: false },
        }
      : {
          field: 'x',
          type: 'ordinal' as const,
          title: axis.title,
          sort: null,
          axis: { labelAngle: 0, labelLineHeight: 14 },
        };
  const span = { low: Math.min(0, ...rows.map((row) => row.low ?? row.y ?? 0)), high: top(rows) };
  const y = {
    field: 'y',
    type: 'quantitative' as const,
    title: options.yTitle,
    axis: { format: '.0%', tickCount: 5 },
    scale: { domainMin: span.low, domainMax: span.high, nice: true },
  };
  const color = {
    field: 'series',
    type: 'nominal' as const,
    title: options.legendTitle,
    sort: null,
    scale: { domain: series.map(({ name }) => name), range: series.map(({ colour }) => colour) },
    legend: series.length > 1 ? { symbolOpacity: 1 } : null,
  };
  const low = { ...y, field: 'low' };
  const crowded = series.length > 2;
  return {
    ...PLOT_SIZE,
    data: { values: rows.map((row) => ({ ...row })) },
    layer: [
      ...zeroLine(span),
      {
        mark: { type: 'area', opacity: crowded ? 0.1 : 0.16, line: false },
        encoding: { x, color, y: low, y2: { field: 'high' } },
      },
      ...(crowded
        ? []
        : [
            {
              mark: { type: 'rule' as const, opacity: 0.55, strokeWidth: 1.2 },
              encoding: { x, color, y: low, y2: { field: 'high' } },
            },
          ]),
      { mark: { type: 'line', strokeWidth: 2.2 }, encoding: { x, color, y } },
      { mark: { type: 'point', filled: true, size: 48, opacity: 1 }, encoding: { x, color, y } },
    ],
  };
}

/** A little over the highest bound, but no further than a share can be where the bound is no further. */
function top(rows: readonly BandRow[]): number {
  const highest = Math.max(0, ...rows.map((row) => row.high ?? row.y ?? 0));
  return Math.max(highest, Math.min(1, Math.max(0.02, highest * 1.08)));
}
