import { describe, expect, it } from 'vitest';
import { resultsSchema } from '../results/schema.ts';
import { exampleGrid, exampleResults } from './example-results.ts';
import { noiseExtremes, noisePoints } from './noise-points.ts';
import { timeSaving } from './time-saving.ts';

describe('noise points', () => {
  it('stand on examples that satisfy the published schema', () => {
    for (const options of [{}, { gateClosed: true }, { points: exampleGrid([0, 0.2]) }, { hostile: '<b>' }])
      expect(resultsSchema.safeParse(exampleResults(options)).error).toBeUndefined();
  });

  it('gather the arms of each level in the order of the run', () => {
    const points = noisePoints(
      exampleResults({
        points: [
          [0.2, 0.1, 0],
          ['paper', 0, 0.02],
        ],
      }),
    );
    expect(points.map((point) => point.label)).toEqual(['α 0.2 · β 0.1 · slip 0', 'α paper · β 0 · slip 0.02']);
    expect(points.map((point) => Object.keys(point.arms))).toEqual(
      Array(2).fill(['human-only', 'copilot', 'selective']),
    );
    expect(points[1]?.rate).toEqual({ alpha: null, beta: 0, slip: 0.02 });
  });

  it('keep the two desks apart where a run used both', () => {
    const results = exampleResults({ points: [[0, 0, 0]] });
    results.cells.push(...results.cells.map((cell) => ({ ...cell, driver: 'browser' as const })));
    expect(noisePoints(results).map((point) => point.label)).toEqual([
      'α 0 · β 0 · slip 0 · in-process',
      'α 0 · β 0 · slip 0 · browser',
    ]);
  });

  it('share a human-only arm that was run once for a slip rate', () => {
    const results = exampleResults({ points: exampleGrid([0, 0.2], [0, 0.05]) });
    const all = noisePoints(results).length;
    const once = results.cells.filter(
      ({ arm, noise }) => arm !== 'human-only' || (noise.alpha === '0' && noise.beta === '0'),
    );
    const apart = once.map((cell) =>
      cell.arm === 'human-only' ? { ...cell, noise: { ...cell.noise, beta: '0.9' } } : cell,
    );
    for (const cells of [once, apart]) {
      const points = noisePoints({ ...results, cells });
      expect(points).toHaveLength(all);
      for (const point of points) {
        expect(point.arms['human-only']?.noise.slip).toBe(point.noise.slip);
        expect(point.noise.beta).toBe(point.arms.selective?.noise.beta);
      }
    }
  });

  it('find the least and the most noise by rates, and by order where labels are no numbers', () => {
    const labels = (points: Parameters<typeof exampleResults>[0]) => {
      const extremes = noiseExtremes(noisePoints(exampleResults(points)));
      return [extremes?.least.label, extremes?.most.label];
    };
    expect(
      labels({
        points: [
          [0.2, 0.4, 0],
          [0, 0, 0],
          ['paper', 0.9, 0],
          [0.1, 0.1, 0],
        ],
      }),
    ).toEqual(['α 0 · β 0 · slip 0', 'α 0.2 · β 0.4 · slip 0']);
    expect(
      labels({
        points: [
          ['x', 0, 0],
          ['y', 0, 0],
        ],
      }),
    ).toEqual(['α x · β 0 · slip 0', 'α y · β 0 · slip 0']);
    expect(noiseExtremes([])).toBeNull();
  });

  it('turn a relative difference into a saving, bounds in order', () => {
    const results = exampleResults({ points: [[0, 0, 0]] });
    const [point] = noisePoints(results);
    const relative = results.comparisons.find((c) => c.cell.startsWith('selective'))?.relative;
    expect(timeSaving(results, point!, 'selective')).toEqual({
      estimate: -relative!.estimate,
      low: -relative!.high!,
      high: -relative!.low!,
      verdict: 'better',
    });
    expect(timeSaving({ ...results, comparisons: [] }, point!, 'selective')).toBeNull();
  });
});
