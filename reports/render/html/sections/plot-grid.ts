import type { NoisePoint } from '../../../present/noise-points.ts';
import { timeSaving } from '../../../present/time-saving.ts';
import type { Results } from '../../../results/schema.ts';
import { html, type Markup } from '../markup.ts';
import { armTimesPlot } from '../plots/arm-times-plot.ts';
import { automationPlot } from '../plots/automation-plot.ts';
import { calibrationPlot } from '../plots/calibration-plot.ts';
import { heatMap } from '../plots/heat-map.ts';
import { type NoisePanel, noisePanels } from '../plots/noise-panels.ts';
import { type Plot, renderPlot } from '../plots/render-plot.ts';
import { riskCoveragePlot } from '../plots/risk-coverage-plot.ts';
import { timeSavingPlot } from '../plots/time-saving-plot.ts';
import { wrongSessionsPlot } from '../plots/wrong-sessions-plot.ts';

/** All plots that the run's cells allow: against noise, maps of a grid, and the critic's curves. */
export function plotsOf(results: Results, points: readonly NoisePoint[]): Plot[] {
  const panels = noisePanels(points);
  return [
    ...panels.flatMap((panel) => heatMaps(results, panel)),
    ...panels.flatMap((panel) => [automationPlot(panel), timeSavingPlot(results, panel), wrongSessionsPlot(panel)]),
    armTimesPlot(points),
    riskCoveragePlot(points),
    calibrationPlot(points),
  ].filter((plot) => plot !== null);
}

/** The same as a section of the page; null where there are none. */
export async function plotGrid(results: Results, points: readonly NoisePoint[]): Promise<Markup | null> {
  const plots = plotsOf(results, points);
  if (plots.length === 0) return null;
  const figures: Markup[] = [];
  for (const plot of plots) figures.push(await renderPlot(plot));
  return html`<section><h2>Plots${results.closedLoop ? ', open loop' : ''}</h2><div class="plots">${figures}</div></section>`;
}

function heatMaps(results: Results, panel: NoisePanel): (Plot | null)[] {
  return [
    heatMap(panel, {
      id: 'automation-map',
      title: 'Sessions automated',
      caption: 'Share of sessions done without a human, by how operators err, with the 95 % interval.',
      colour: 'var(--heat)',
      at: (point) => point.arms.selective?.metrics.session_automation ?? null,
    }),
    heatMap(panel, {
      id: 'saving-map',
      title: 'Active time saved',
      caption: 'Against human-only at the same noise, by how operators err, with the 95 % interval.',
      colour: 'var(--heat-time)',
      at: (point) => timeSaving(results, point, 'selective'),
    }),
  ];
}
