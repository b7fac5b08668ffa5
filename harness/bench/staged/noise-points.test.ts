import { describe, expect, it } from 'vitest';
import { levelAnswers } from './level-answers.ts';
import { noiseExtremes, noisePoints, timeSaving } from './noise-points.ts';
import { levelCells, levelPoints } from './testing/levels.ts';

describe('noise points', () => {
  it('gather the arms of each level in the order of the run', () => {
    const points = levelPoints([
      [0.2, 0.1, 0],
      ['paper', 0, 0.02],
    ]);
    expect(points.map(({ label }) => label)).toEqual(['α 0.2 · β 0.1 · slip 0', 'α paper · β 0 · slip 0.02']);
    expect(points.map(({ rate }) => rate.alpha)).toEqual([0.2, null]);
    for (const { arms } of points) expect(Object.keys(arms)).toEqual(['human-only', 'copilot', 'selective']);
  });

  it('share a human-only arm that was run once for a slip rate', () => {
    const grid = [0, 0.05].flatMap((slip) => [0, 0.2].flatMap((a) => [0, 0.2].map((b) => [a, b, slip] as const)));
    const cells = levelCells(grid);
    const once = cells.filter(({ arm, noise }) => arm !== 'human-only' || (noise.alpha === '0' && noise.beta === '0'));
    const apart = once.map((cell) =>
      cell.arm === 'human-only' ? { ...cell, noise: { ...cell.noise, beta: '0.9' } } : cell,
    );
    for (const some of [once, apart]) {
      const points = noisePoints({ cells: some });
      expect(points).toHaveLength(grid.length);
      for (const { arms, noise } of points) {
        expect(arms['human-only']?.noise.slip).toBe(noise.slip);
        expect(noise.beta).toBe(arms.selective?.noise.beta);
      }
    }
  });

  it('find the least and the most noise by rates, and by order where labels are no numbers', () => {
    const labels = (points: Parameters<typeof levelPoints>[0]) => {
      const extremes = noiseExtremes(levelPoints(points));
      return [extremes?.least.label, extremes?.most.label];
    };
    expect(
      labels([
        [0.2, 0.4, 0],
        [0, 0, 0],
        ['paper', 0.9, 0],
        [0.1, 0.1, 0],
      ]),
    ).toEqual(['α 0 · β 0 · slip 0', 'α 0.2 · β 0.4 · slip 0']);
    expect(
      labels([
        ['x', 0, 0],
        ['y', 0, 0],
      ]),
    ).toEqual(['α x · β 0 · slip 0', 'α y · β 0 · slip 0']);
    expect(noiseExtremes([])).toBeNull();
  });

  it('turn a relative difference into a saving, bounds in order', () => {
    const cells = levelCells([[0, 0, 0]]);
    const [point] = noisePoints({ cells });
    const id = (arm: string) => cells.find((cell) => cell.arm === arm)?.id ?? '';
    const comparisons = [
      {
        ...{ metric: 'active_ms_per_session', cell: id('selective'), baseline: id('human-only') },
        ...{ estimate: -30, low: -50, high: -10, relative: { estimate: -0.3, low: -0.5, high: -0.1 } },
        ...{ margin: 5, p: 0.01, verdict: 'better' as const, sessionsToDecide: null },
      },
    ];
    expect(timeSaving({ comparisons }, point!, 'selective')).toEqual({ estimate: 0.3, low: 0.1, high: 0.5, of: 40 });
    expect(timeSaving({ comparisons: [] }, point!, 'selective')).toBeNull();
  });

  it('are answered by median and range over populations, and by intervals where there is one', () => {
    const cells = levelCells([[0, 0, 0]]);
    const cell = cells.find(({ arm }) => arm === 'selective')?.id ?? '';
    const population = (at: number, automated: number | null) => ({
      seed: `1-p${at}`,
      datasetHash: 'h',
      cells: [
        { cell, open: at > 1, sessionAutomation: automated, stepAutomation: 0.5, saved: 0.1 * at, goalChange: null },
      ],
    });
    const populations = [population(1, 0.1), population(2, 0.4), population(3, null)];
    const [over] = levelAnswers({ populations }, { cells, comparisons: [] });
    expect(over).toMatchObject({ open: 2, populations: 3, automated: { estimate: 0.25, low: 0.1, high: 0.4, of: 2 } });
    expect(over?.saved?.estimate).toBeCloseTo(0.2);
    const [alone] = levelAnswers({}, { cells, comparisons: [] });
    expect(alone).toMatchObject({
      open: 1,
      populations: 1,
      automated: { estimate: 0.3, low: 0.2, high: 0.4, of: 40 },
      saved: null,
    });
  });
});
