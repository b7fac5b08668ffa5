import { describe, expect, it } from 'vitest';
import { figuresSchema } from '../../../reports/figures/schema.ts';
import { noisePlots } from './noise-plots.ts';
import { levelPoints } from './testing/levels.ts';

type Levels = Parameters<typeof levelPoints>[0];

/** A grid of α and β, for each slip. */
const grid = (rates: readonly number[], slips: readonly number[] = [0.02]): Levels =>
  slips.flatMap((slip) => rates.flatMap((alpha) => rates.map((beta) => [alpha, beta, slip] as const)));

const share = (at: number) => ({ estimate: at, low: at - 0.1, high: at + 0.1 });

/** Plots of α + β and of β against noise. */
function plotsOf(levels: Levels) {
  return noisePlots(levelPoints(levels), {
    ...{ id: 'p', title: 'P', caption: 'C.', y: 'share', map: true },
    curves: [
      { label: 'sum', at: ({ rate }) => share((rate.alpha ?? 0) + (rate.beta ?? 0)) },
      { label: 'beta', at: ({ rate }) => (rate.beta === 0 ? null : share(rate.beta ?? 0)) },
    ],
  });
}
const axisOf = (levels: Levels) => {
  const [plot] = plotsOf(levels).filter(({ kind }) => kind === 'bands');
  return plot && { title: plot.axes?.x, places: plot.places, x: plot.curves[0]?.points.map(({ x }) => x) };
};

describe('plots against noise', () => {
  it('need two levels', () => {
    expect(plotsOf([[0, 0, 0]])).toEqual([]);
  });

  it('are over the rate that varies, or those that vary as one, and leave out what is not known', () => {
    expect(
      axisOf([
        [0, 0.1, 0],
        [0.2, 0.1, 0],
      ]),
    ).toEqual({ title: 'noise: α', x: [0, 0.2] });
    expect(
      axisOf([
        [0, 0, 0.1],
        [0.2, 0.2, 0.1],
      ]),
    ).toEqual({ title: 'noise: α = β', x: [0, 0.2] });
    const [plot] = plotsOf([
      [0, 0, 0.1],
      [0.2, 0.2, 0.1],
    ]);
    expect(plot?.curves).toEqual([
      {
        label: 'sum',
        points: [
          { x: 0, y: 0, yRange: { low: -0.1, high: 0.1 } },
          { x: 0.2, y: 0.4, yRange: { low: expect.closeTo(0.3), high: expect.closeTo(0.5) } },
        ],
      },
      { label: 'beta', points: [{ x: 0.2, y: 0.2, yRange: { low: 0.1, high: expect.closeTo(0.3) } }] },
    ]);
  });

  it('are over places in the order of the run, where labels are no numbers or rates vary on their own', () => {
    expect(
      axisOf([
        [0, 0.1, 0],
        ['paper', 0.1, 0],
      ]),
    ).toMatchObject({ places: ['α 0', 'α paper'], x: [0, 1] });
    expect(
      axisOf([
        [0, 0, 0],
        [0.1, 0.3, 0],
      ]),
    ).toMatchObject({ places: ['α 0\nβ 0', 'α 0.1\nβ 0.3'] });
    const long = axisOf([
      ['much-too-long-label-1', 0, 0],
      ['much-too-long-label-2', 0, 0],
    ]);
    expect(new Set(long?.places).size).toBe(2);
  });

  it('are of a grid a map and a curve for each β, one set for each slip', () => {
    const [map, bands] = plotsOf(grid([0, 0.1]));
    expect(map).toMatchObject({ id: 'p-map', kind: 'heat-map', places: ['0', '0.1'] });
    expect(map?.curves.map(({ label, points }) => [label, points.map(({ x, y }) => [x, y])])).toEqual([
      [
        '0',
        [
          [0, 0],
          [1, 0.1],
        ],
      ],
      [
        '0.1',
        [
          [0, 0.1],
          [1, 0.2],
        ],
      ],
    ]);
    expect(bands?.axes?.x).toBe('α: operators reject a right suggestion');
    expect(bands?.curves.map(({ label }) => label)).toEqual(['β 0', 'β 0.1']);
    const plots = plotsOf(grid([0, 0.1], [0, 0.05]));
    expect(plots.map(({ id }) => id)).toEqual(['p-slip-1-map', 'p-slip-1', 'p-slip-2-map', 'p-slip-2']);
    expect(plots[3]?.title).toBe('P, slip 0.05');
    expect(figuresSchema.shape.plots.parse(plots)).toEqual(plots);
  });

  it('say which share they show where several could be meant, and no more', () => {
    const [map, bands] = plotsOf(grid([0, 0.1]));
    expect([map?.caption, bands?.caption]).toEqual(['C. Shown: sum.', 'C. Drawn: sum.']);
    const [alone] = plotsOf([
      [0, 0.1, 0],
      [0.2, 0.1, 0],
    ]);
    expect(alone?.caption).toBe('C.');
  });

  it('order levels by size, and draw no band where an end is unknown', () => {
    const [map, bands] = plotsOf(grid([0.2, 0.1]));
    expect([map?.places, map?.curves.map(({ label }) => label)]).toEqual([
      ['0.1', '0.2'],
      ['0.1', '0.2'],
    ]);
    expect(bands?.curves.map(({ label }) => label)).toEqual(['β 0.1', 'β 0.2']);
    const open = { label: 'open', at: () => ({ estimate: 0.5, low: 0.1, high: null }) };
    const points = levelPoints([
      [0, 0.1, 0],
      [0.2, 0.1, 0],
    ]);
    const [plot] = noisePlots(points, { id: 'p', title: 'P', caption: 'C.', y: 'share', curves: [open] });
    expect(plot?.curves[0]?.points).toEqual([
      { x: 0, y: 0.5 },
      { x: 0.2, y: 0.5 },
    ]);
  });
});
