import type { FigurePlot } from '../../../reports/figures/schema.ts';
import type { ShownOutcome } from './over-populations.ts';

/** What automation costs in quality, over all noise points: one curve for each threshold. */
export function settlePlots(grid: readonly ShownOutcome[]): FigurePlot[] {
  const selective = grid.filter(({ arm }) => arm === 'selective');
  const names = [...new Set(selective.map(({ name }) => name))];
  return [
    {
      id: 'automation-and-quality',
      kind: 'lines',
      title: 'What automation costs in goals reached',
      caption:
        'One point for each noise point of the grid, in order of automation. At 0 as many cases reach their goal as with operators alone. The published system reports 45 % of sessions automated and nothing of quality.',
      axes: { x: 'sessions automated (%)', y: 'goals reached, change against human-only (points)' },
      curves: names.map((name) => ({
        label: name,
        points: selective
          .filter((one) => one.name === name)
          .flatMap(({ figures: { automated, goalChange } }) =>
            automated.estimate === null || goalChange.difference === null
              ? []
              : [{ x: 100 * automated.estimate, y: 100 * goalChange.difference }],
          )
          .sort((a, b) => a.x - b.x || a.y - b.y),
      })),
    },
  ];
}
