import { describe, expect, it } from 'vitest';
import { exampleGrid, exampleResults } from '../../../present/example-results.ts';
import { noisePoints } from '../../../present/noise-points.ts';
import { noiseAxis } from './noise-axis.ts';
import { noisePanels } from './noise-panels.ts';
import { selectEvenly } from './select-evenly.ts';

type Points = NonNullable<NonNullable<Parameters<typeof exampleResults>[0]>['points']>;
const pointsOf = (points: Points) => noisePoints(exampleResults({ points }));
const axisOf = (points: Points) => {
  const all = pointsOf(points);
  const axis = noiseAxis(all);
  return (
    axis && {
      title: axis.title,
      type: axis.type,
      series: axis.series?.order ?? null,
      x: all.map((point) => axis.x(point)),
    }
  );
};

describe('noiseAxis', () => {
  it('needs two levels', () => {
    expect(axisOf([[0, 0, 0]])).toBeNull();
  });

  it('is the rate that varies, or those that vary as one', () => {
    expect(
      axisOf([
        [0, 0.1, 0],
        [0.2, 0.1, 0],
      ]),
    ).toEqual({ title: 'noise: α', type: 'quantitative', series: null, x: [0, 0.2] });
    expect(
      axisOf([
        [0, 0, 0.1],
        [0.2, 0.2, 0.1],
      ]),
    ).toMatchObject({ title: 'noise: α = β', x: [0, 0.2] });
  });

  it('is α with a curve for each β on a grid', () => {
    expect(axisOf(exampleGrid([0, 0.1]))).toEqual({
      title: 'α: operators reject a right suggestion',
      type: 'quantitative',
      series: ['0', '0.1'],
      x: [0, 0, 0.1, 0.1],
    });
  });

  it('is the levels in their order, where labels are no numbers or rates vary on their own', () => {
    expect(
      axisOf([
        [0, 0.1, 0],
        ['paper', 0.1, 0],
      ]),
    ).toMatchObject({ type: 'ordinal', x: ['α 0', 'α paper'] });
    expect(
      axisOf([
        [0, 0, 0],
        [0.1, 0.3, 0],
      ]),
    ).toMatchObject({ type: 'ordinal', x: ['α 0\nβ 0', 'α 0.1\nβ 0.3'] });
  });

  it('keeps levels apart whose short labels are the same', () => {
    const axis = axisOf([
      ['much-too-long-label-1', 0, 0],
      ['much-too-long-label-2', 0, 0],
    ]);
    expect(new Set(axis?.x).size).toBe(2);
  });
});

describe('noisePanels', () => {
  it('has one panel, or one for each slip of a grid', () => {
    expect(noisePanels(pointsOf(exampleGrid([0, 0.1]))).map((panel) => panel.title)).toEqual(['']);
    const panels = noisePanels(pointsOf(exampleGrid([0, 0.1], [0, 0.05])));
    expect(panels.map((panel) => [panel.title, panel.points.length])).toEqual([
      [', slip 0', 4],
      [', slip 0.05', 4],
    ]);
  });
});

describe('selectEvenly', () => {
  it('keeps the ends and spreads the rest', () => {
    expect(selectEvenly([0, 1, 2, 3, 4, 5, 6], 4)).toEqual([0, 2, 4, 6]);
    expect(selectEvenly([1, 2], 4)).toEqual([1, 2]);
  });
});
