import { timeSaving } from '../../../present/time-saving.ts';
import type { Results } from '../../../results/schema.ts';
import { type Curve, noiseCurves } from './noise-curves.ts';
import type { NoisePanel } from './noise-panels.ts';
import { ARM_COLOURS } from './plot-theme.ts';
import type { Plot } from './render-plot.ts';

/** Operators' time saved against human-only, by noise; null where there is nothing to draw. */
export function timeSavingPlot(results: Results, panel: NoisePanel): Plot | null {
  const curve = (arm: 'copilot' | 'selective'): Curve => ({
    name: arm,
    colour: ARM_COLOURS[arm],
    at: (point) => timeSaving(results, point, arm),
  });
  return noiseCurves(panel, {
    id: 'time-saving',
    title: 'Time saving against noise',
    caption: 'Operators’ active time saved against human-only at the same noise. Below zero, the arm costs time.',
    captionAlone: 'Operators’ active time that the selective arm saves against human-only at the same noise.',
    yTitle: 'active time saved',
    curves: [curve('selective'), curve('copilot')],
  });
}
