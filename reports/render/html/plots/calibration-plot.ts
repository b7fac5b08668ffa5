import { formatNumber, NO_VALUE } from '../../../present/format-value.ts';
import { type NoisePoint, noiseExtremes } from '../../../present/noise-points.ts';
import type { CellResult } from '../../../results/schema.ts';
import { PLOT_SIZE, SERIES_COLOURS } from './plot-theme.ts';
import type { Plot } from './render-plot.ts';

type Calibration = NonNullable<CellResult['calibration']>;
type Value = { score: number; share: number | null; label: string; kind: string };

const KINDS = ['truly right', 'accepted by operators'];

/** Critic's score against what it promises, at the least and the most noise; null without such bins. */
export function calibrationPlot(points: readonly NoisePoint[]): Plot | null {
  const binned = points.filter((point) => (point.arms.selective?.calibration?.bins.length ?? 0) > 0);
  const extremes = noiseExtremes(binned);
  if (extremes === null) return null;
  const shown = [...new Set([extremes.least, extremes.most])].map((point) => ({
    label: point.label,
    calibration: point.arms.selective!.calibration!,
  }));
  const values = shown.flatMap(({ label, calibration }) =>
    calibration.bins.flatMap(({ score, right, accepted }): Value[] => [
      { score, share: right, label, kind: KINDS[0]! },
      { score, share: accepted, label, kind: KINDS[1]! },
    ]),
  );
  return {
    id: 'calibration',
    title: 'Calibration of the critic',
    caption: `Mean score of equally full bins against the share that was truly right (solid) and the share that operators accepted (dashed)${shown.length > 1 ? ', at the least and the most noise' : ''}. On the diagonal, the score means what it says.`,
    description: `Calibration. ${shown.map(({ label, calibration }) => `${label}: ${tell(calibration)}`).join('; ')}.`,
    spec: calibrationSpec(
      values,
      shown.map(({ label }) => label),
    ),
  };
}

function tell({ ece, brier, auroc, bins }: Calibration): string {
  const number = (value: number | null) => (value === null ? NO_VALUE : formatNumber(value, 3));
  const told = bins
    .map(({ score, right }) => `${formatNumber(score, 2)} is right ${formatNumber(right, 2)}`)
    .join(', ');
  return `expected calibration error ${number(ece)}, Brier ${number(brier)}, AUROC ${number(auroc)}; score ${told}`;
}

function calibrationSpec(values: readonly Value[], labels: readonly string[]): Plot['spec'] {
  const share = { type: 'quantitative' as const, scale: { domain: [0, 1] }, axis: { format: '.0%', tickCount: 5 } };
  const x = { ...share, field: 'score', title: 'mean score of the bin' };
  const y = { ...share, field: 'share', title: 'share' };
  const color = {
    field: 'label',
    type: 'nominal' as const,
    title: null,
    scale: { domain: [...labels], range: labels.map((_, i) => SERIES_COLOURS[i === 0 ? 0 : 1]!) },
    legend: { direction: 'vertical' as const },
  };
  const strokeDash = {
    field: 'kind',
    type: 'nominal' as const,
    title: null,
    scale: {
      domain: KINDS,
      range: [
        [1, 0],
        [5, 4],
      ],
    },
    legend: { symbolStrokeColor: 'var(--ink)', symbolType: 'stroke', symbolSize: 260, direction: 'vertical' as const },
  };
  return {
    ...PLOT_SIZE,
    layer: [
      {
        data: {
          values: [
            { score: 0, share: 0 },
            { score: 1, share: 1 },
          ],
        },
        mark: { type: 'line', color: 'var(--muted)', strokeDash: [2, 4], strokeWidth: 1.2 },
        encoding: { x, y },
      },
      { data: { values: [...values] }, mark: { type: 'line', strokeWidth: 2 }, encoding: { x, y, color, strokeDash } },
      {
        data: { values: values.filter((value) => value.kind === KINDS[0]) },
        mark: { type: 'point', filled: true, size: 36, opacity: 1 },
        encoding: { x, y, color },
      },
    ],
    resolve: { legend: { color: 'shared' } },
  };
}
