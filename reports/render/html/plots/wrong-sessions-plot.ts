import { noiseCurves } from './noise-curves.ts';
import type { NoisePanel } from './noise-panels.ts';
import type { Plot } from './render-plot.ts';

/** Share of sessions in which automation executed a wrong action, against noise; null where there is nothing to draw. */
export function wrongSessionsPlot(panel: NoisePanel): Plot | null {
  return noiseCurves(panel, {
    id: 'wrong-sessions',
    title: 'Sessions with a wrong executed action',
    caption: 'Share of sessions in which at least one action that ran without a human was wrong.',
    yTitle: 'share of sessions',
    curves: [
      {
        name: 'sessions with a wrong executed action',
        colour: 'var(--bad)',
        at: (point) => point.arms.selective?.metrics.sessions_with_wrong_executed ?? null,
      },
    ],
  });
}
