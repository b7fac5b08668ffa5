import type { FigurePlot } from '../../../reports/figures/schema.ts';
import { selectEvenly } from '../../../reports/render/html/plots/select-evenly.ts';
import { noisePlots } from './noise-plots.ts';
import { type LoopResult, type NoisePoint, noiseExtremes, noisePoints, timeSaving } from './noise-points.ts';
import type { CellResult, ClosedLoop } from './results.ts';

const MOST_CURVES = 4;

const curve = (label: string, arm: CellResult['arm'], metric: string) => ({
  label,
  at: ({ arms }: NoisePoint) => arms[arm]?.metrics[metric],
});

/** What becomes of cases against noise, in closed loop. */
export const closedPlots = (closed: ClosedLoop): FigurePlot[] =>
  noisePlots(noisePoints(closed), {
    id: 'closed-loop-plot',
    title: 'Closed loop: goals reached and automation against noise',
    caption: [
      'Share of cases that end as the customer needed, with and without automation,',
      'and of cases that ran without an operator. Bands: 95 % interval.',
    ].join(' '),
    y: 'share of cases',
    curves: [
      curve('goal, selective', 'selective', 'goal_reached'),
      curve('goal, human-only', 'human-only', 'goal_reached'),
      curve('automated', 'selective', 'session_automation'),
    ],
  });

/** Automation, time and mistakes against noise, in open loop, and the critic's curves. */
export function openPlots(loop: LoopResult): FigurePlot[] {
  const points = noisePoints(loop);
  const saving = (arm: 'selective' | 'copilot') => ({
    label: arm,
    at: (point: NoisePoint) => timeSaving(loop, point, arm),
  });
  return [
    ...noisePlots(points, {
      id: 'automation',
      title: 'Open loop: automation against noise',
      caption: 'Share of sessions, and of steps, done without a human. Bands: 95 % interval.',
      y: 'share automated',
      curves: [curve('sessions', 'selective', 'session_automation'), curve('steps', 'selective', 'step_automation')],
      map: true,
    }),
    ...noisePlots(points, {
      id: 'time-saving',
      title: 'Open loop: time saving against noise',
      caption: 'Operators’ active time saved against human-only at the same noise. Below zero, the arm costs time.',
      y: 'active time saved',
      curves: [saving('selective'), saving('copilot')],
      map: true,
    }),
    ...noisePlots(points, {
      id: 'wrong-sessions',
      title: 'Open loop: sessions with a wrong executed action',
      caption: 'Share of sessions in which at least one action that ran without a human was wrong.',
      y: 'share of sessions',
      curves: [curve('sessions with a wrong executed action', 'selective', 'sessions_with_wrong_executed')],
    }),
    ...riskPlot(points),
    ...calibrationPlot(points),
  ];
}

/** Risk of what passes the critic against how much passes, with the threshold that the gate uses. */
function riskPlot(points: readonly NoisePoint[]): FigurePlot[] {
  const scored = points.filter(({ arms }) => (arms.selective?.riskCoverage?.points.length ?? 0) > 0);
  if (scored.length === 0) return [];
  const shown = selectEvenly(scored, MOST_CURVES);
  const left = scored.length > shown.length ? ` ${shown.length} of ${scored.length} noise levels are drawn.` : '';
  return [
    {
      id: 'risk-coverage',
      kind: 'risk-coverage',
      title: 'Risk and coverage of the critic, open loop',
      caption: [
        'Share wrong among critical proposals that pass (risk) as the threshold lets more of them pass',
        `(coverage); diamonds are the gate’s own threshold. Lower is better.${left}`,
      ].join(' '),
      curves: shown.map(({ label, arms: { selective } }) => {
        const all = selective?.riskCoverage?.points ?? [];
        const threshold = selective?.gate?.threshold ?? Number.POSITIVE_INFINITY;
        const used = all.filter((point) => point.threshold >= threshold).sort((a, b) => b.coverage - a.coverage)[0];
        return {
          label,
          points: all.map(({ coverage, risk }) => ({ x: coverage, y: risk })),
          ...(used && { mark: { x: used.coverage, y: used.risk } }),
        };
      }),
    },
  ];
}

/** Critic's score against what it promises, at the least and the most noise. */
function calibrationPlot(points: readonly NoisePoint[]): FigurePlot[] {
  const extremes = noiseExtremes(points.filter(({ arms }) => (arms.selective?.calibration?.bins.length ?? 0) > 0));
  if (extremes === null) return [];
  const shown = [...new Set([extremes.least, extremes.most])];
  return [
    {
      id: 'calibration',
      kind: 'calibration',
      title: 'Calibration of the critic, open loop',
      caption: [
        'Mean score of equally full bins against the share that was truly right and the share that operators',
        `accepted${shown.length > 1 ? ', at the least and the most noise' : ''}.`,
        'On the diagonal, the score means what it says.',
      ].join(' '),
      curves: shown.flatMap(({ label, arms: { selective } }) => {
        const bins = selective?.calibration?.bins ?? [];
        return [
          { label: `${label}, truly right`, points: bins.map(({ score, right }) => ({ x: score, y: right })) },
          {
            label: `${label}, accepted`,
            points: bins.flatMap(({ score, accepted }) => (accepted === null ? [] : [{ x: score, y: accepted }])),
          },
        ];
      }),
    },
  ];
}
