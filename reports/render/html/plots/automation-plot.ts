import { type Curve, noiseCurves } from './noise-curves.ts';
import type { NoisePanel } from './noise-panels.ts';
import { SERIES_COLOURS } from './plot-theme.ts';
import type { Plot } from './render-plot.ts';

const curve = (name: string, metric: string, colour: string): Curve => ({
  name,
  colour,
  at: (point) => point.arms.selective?.metrics[metric] ?? null,
});

/** Automation rate against noise; null where there is nothing to draw. */
export function automationPlot(panel: NoisePanel): Plot | null {
  return noiseCurves(panel, {
    id: 'automation',
    title: 'Automation against noise',
    caption: 'Share of sessions, and of steps, done without a human. Bands: 95 % interval.',
    captionAlone: 'Share of sessions done without a human. Bands: 95 % interval.',
    yTitle: 'share automated',
    curves: [
      curve('sessions', 'session_automation', SERIES_COLOURS[0]!),
      curve('steps', 'step_automation', SERIES_COLOURS[2]!),
    ],
  });
}
