import { formatNumber, formatValue } from '../../../present/format-value.ts';
import type { NoisePoint } from '../../../present/noise-points.ts';
import { PLOT_SIZE, SERIES_COLOURS } from './plot-theme.ts';
import type { Plot } from './render-plot.ts';
import { selectEvenly } from './select-evenly.ts';

const MOST_CURVES = 4;
/** Points of a curve that a picture of this size can show. */
const MOST_POINTS = 160;

/** Risk of what passes the critic against how much passes, with the gate's operating points; null without such curves. */
export function riskCoveragePlot(points: readonly NoisePoint[]): Plot | null {
  const scored = points.filter((point) => (point.arms.selective?.riskCoverage?.points.length ?? 0) > 0);
  if (scored.length === 0) return null;
  const shown = selectEvenly(scored, MOST_CURVES);
  const curves = shown.map((point) => ({ label: point.label, cell: point.arms.selective! }));
  const values = curves.flatMap(({ label, cell }) =>
    selectEvenly(cell.riskCoverage!.points, MOST_POINTS).map(({ coverage, risk }) => ({ coverage, risk, label })),
  );
  const gates = curves.flatMap(({ label, cell }) => {
    const threshold = cell.gate?.threshold ?? null;
    if (threshold === null) return [];
    const passing = cell.riskCoverage!.points.filter((point) => point.threshold >= threshold);
    const at = passing.reduce((best, point) => (point.coverage > best.coverage ? point : best), {
      coverage: 0,
      risk: 0,
    });
    return passing.length > 0 ? [{ coverage: at.coverage, risk: at.risk, label }] : [];
  });
  const told = curves.map(({ label, cell }) => {
    const { aurc, proposals } = cell.riskCoverage!;
    const area = aurc === null ? 'no area' : `area ${formatNumber(aurc, 3)}`;
    const gate = gates.find((candidate) => candidate.label === label);
    const operating = gate
      ? `gate at coverage ${formatValue('share', gate.coverage)}, risk ${formatValue('share', gate.risk)}`
      : 'gate closed';
    return `${label}: ${area} over ${proposals} proposals, ${operating}`;
  });
  return {
    id: 'risk-coverage',
    title: 'Risk and coverage of the critic',
    caption: `Share wrong among critical proposals that pass (risk) as the threshold lets more of them pass (coverage); diamonds are the gate’s own threshold. Lower is better.${scored.length > shown.length ? ` ${shown.length} of ${scored.length} noise levels are drawn.` : ''}`,
    description: `Risk against coverage. ${told.join('; ')}.`,
    spec: curvesSpec(
      values,
      gates,
      curves.map(({ label }) => label),
    ),
  };
}

type Value = { coverage: number; risk: number; label: string };

function curvesSpec(values: readonly Value[], gates: readonly Value[], labels: readonly string[]): Plot['spec'] {
  const share = { type: 'quantitative' as const, axis: { format: '.0%', tickCount: 5 } };
  const x = { ...share, field: 'coverage', title: 'coverage', scale: { domain: [0, 1] } };
  const y = { ...share, field: 'risk', title: 'risk', scale: { domainMin: 0 } };
  const color = {
    field: 'label',
    type: 'nominal' as const,
    title: null,
    scale: { domain: [...labels], range: labels.map((_, i) => SERIES_COLOURS[i % SERIES_COLOURS.length]!) },
    legend: { direction: 'vertical' as const },
  };
  return {
    ...PLOT_SIZE,
    layer: [
      { data: { values: [...values] }, mark: { type: 'line', strokeWidth: 2 }, encoding: { x, y, color } },
      {
        data: { values: [...gates] },
        mark: {
          type: 'point',
          shape: 'diamond',
          size: 150,
          filled: true,
          opacity: 1,
          stroke: 'var(--card)',
          strokeWidth: 1.5,
        },
        encoding: { x, y, fill: { ...color, legend: null } },
      },
    ],
  };
}
