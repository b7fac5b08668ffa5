import { expect, it } from 'vitest';
import type { FigureTrend, Trends } from './find-trends.ts';
import { trendPlots } from './trend-figures.ts';

const nights = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04'].map((date) => ({
  startedAt: `${date}T01:00:00Z`,
  commit: 'c0ffee',
}));
const figure = (unit: FigureTrend['unit'], values: readonly number[], moved: FigureTrend['moved'] = null) =>
  ({
    ...{ metric: 'm', title: 'Figure', cell: 'copilot', unit, values, nights, at: 2, moved },
    ...{ slope: { slope: 0.01, low: 0, high: 0.02, intercept: values[0]! + 0.02 }, p: { trend: 0.01, change: 0.01 } },
  }) as unknown as FigureTrend;
const plots = (...figures: FigureTrend[]) => trendPlots({ figures, nights } as unknown as Trends);
const curve = (one: FigureTrend, at: number) =>
  plots(one)[0]!.curves[at]!.points.map(({ x, y }) => [x, Number((y as number).toFixed(6))]);

it.each([
  ['share', 100, 'more than on the first night, points of per cent'],
  ['ms', 0.001, 'more than on the first night, seconds'],
  ['count', 1, 'more than on the first night, count'],
] as const)(
  'a plot of a %s shows by how much each night is more than the first, and the line',
  (unit, factor, axis) => {
    const one = figure(unit, [0.5, 0.5, 0.4, 0.3]);
    expect(plots(one)[0]!.axes).toEqual({ x: 'night', y: axis });
    const scaled = (values: readonly number[]) =>
      values.map((value, at) => [at + 1, Number((factor * value).toFixed(6))]);
    expect(curve(one, 0)).toEqual(scaled([0, 0, -0.1, -0.2]));
    expect(curve(one, 1)).toEqual(scaled([0.02, 0.03, 0.04, 0.05]));
  },
);

it('a change is marked between its nights, and a figure that never changed has no plot', () => {
  const still = figure('share', [0.5, 0.5, 0.5, 0.5]);
  const moved = figure('share', [0.5, 0.5, 0.4, 0.3], {
    direction: 'declines',
    atOnce: false,
    worse: true,
    shownBy: [],
  } as never);
  const found = plots(still, figure('ms', [1, 2, 3, 4]), moved);
  expect(found.map(({ id, title }) => [id, title])).toEqual([
    ['trend-1', 'Figure, copilot'],
    ['trend-2', 'Figure, copilot'],
  ]);
  expect(found[0]).toMatchObject({ caption: 'Neither a decline nor a rise is shown.', references: [] });
  expect(found[1]!.references).toMatchObject([{ axis: 'x', from: 2.5, to: 2.5 }]);
  expect(found[1]!.caption).toMatch(/^It /);
});
