import { describe, expect, it } from 'vitest';
import { exampleGrid, exampleResults } from '../../../present/example-results.ts';
import { noisePoints } from '../../../present/noise-points.ts';
import type { Results } from '../../../results/schema.ts';
import { renderPlot } from '../plots/render-plot.ts';
import { marksOutside } from '../plots/testing/marks-outside.ts';
import { plotsOf } from './plot-grid.ts';

/** The example with a selective arm that costs time at every level, and once saves more than all of it. */
function costly(results: Results): Results {
  const comparisons = results.comparisons.map((one, at) => ({
    ...one,
    relative: one.relative && {
      estimate: at === 0 ? -1.05 : 0.4,
      low: at === 0 ? -1.2 : 0.2,
      high: at === 0 ? -0.9 : 0.6,
    },
  }));
  return { ...results, comparisons };
}

describe('the plots of a report', () => {
  it.each([
    ['a line of levels', exampleResults()],
    ['a grid', exampleResults({ points: exampleGrid([0, 0.2]) })],
    ['time that is lost', costly(exampleResults())],
  ])('let no mark leave its panel: %s', async (_, results) => {
    for (const plot of plotsOf(results, noisePoints(results))) expect(await marksOutside(plot), plot.id).toEqual([]);
  });

  it('have a heavy line at 0 where time is lost', async () => {
    const results = costly(exampleResults());
    const plot = plotsOf(results, noisePoints(results)).find(({ id }) => id === 'time-saving');
    expect(plot && (await renderPlot(plot)).text).toMatch(/stroke="var\(--ink\)"[^>]*stroke-width="2"/);
  });
});
