import type { NoisePoint } from '../../../present/noise-points.ts';
import { isGrid } from './noise-axis.ts';

/** Noise levels that are drawn in one picture. */
export interface NoisePanel {
  /** Added to the plots' identifiers and titles; empty where there is one panel. */
  readonly suffix: string;
  readonly title: string;
  readonly points: readonly NoisePoint[];
}

/** One panel, or one for each slip rate where α and β form a grid at each. */
export function noisePanels(points: readonly NoisePoint[]): NoisePanel[] {
  const slips = [...new Set(points.map((point) => point.noise.slip))];
  const panels = slips.map((slip, index) => ({
    suffix: `-slip-${index + 1}`,
    title: `, slip ${slip}`,
    points: points.filter((point) => point.noise.slip === slip),
  }));
  if (slips.length > 1 && panels.every((panel) => isGrid(panel.points, 'alpha', 'beta'))) return panels;
  return [{ suffix: '', title: '', points }];
}
