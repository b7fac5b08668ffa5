import { type Curve, noiseCurves } from './noise-curves.ts';
import type { NoisePanel } from './noise-panels.ts';
import { ARM_COLOURS } from './plot-theme.ts';
import type { Plot } from './render-plot.ts';

const curve = (name: string, arm: 'human-only' | 'selective', metric: string, colour: string): Curve => ({
  name,
  colour,
  at: (point) => point.arms[arm]?.metrics[metric] ?? null,
});

/** Cases that reach their goal, and cases without an operator, against noise; null where there is nothing to draw. */
export function closedLoopPlot(panel: NoisePanel): Plot | null {
  return noiseCurves(panel, {
    id: 'closed-loop',
    title: 'Goals reached and automation against noise, closed loop',
    caption:
      'Share of cases that end as the customer needed, with and without automation, and of cases that ran without an operator. Bands: 95 % interval.',
    captionAlone:
      'Share of cases that end as the customer needed where automation runs what passes the gate. Bands: 95 % interval.',
    yTitle: 'share of cases',
    curves: [
      curve('goal, selective', 'selective', 'goal_reached', ARM_COLOURS.selective),
      curve('goal, human-only', 'human-only', 'goal_reached', ARM_COLOURS['human-only']),
      curve('automated', 'selective', 'session_automation', 'var(--s3)'),
    ],
  });
}
