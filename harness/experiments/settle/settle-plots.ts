import type { FigurePlot } from '../../../reports/figures/schema.ts';
import { PUBLISHED_ARMS, TOLERATED } from '../../bench/closed-loop/published-arms.ts';
import type { ShownOutcome } from './over-populations.ts';

const TOLERATED_POINTS = 100 * TOLERATED;
const PUBLISHED_PERCENT = 100 * PUBLISHED_ARMS.automated;

/** What automation costs in quality: a point for each noise point, told apart by threshold. */
export function settlePlots(grid: readonly ShownOutcome[]): FigurePlot[] {
  const selective = grid.filter(({ arm }) => arm === 'selective');
  const names = [...new Set(selective.map(({ name }) => name))];
  const whiskers = grid.some(({ populations }) => populations !== undefined)
    ? 'the lowest and the highest of its populations'
    : '95 % intervals';
  return [
    {
      id: 'automation-and-quality',
      kind: 'points',
      title: 'What automation costs in goals reached',
      caption: [
        `One point for each noise point of the grid, with ${whiskers}.`,
        'At 0 as many cases reach their goal as with operators alone;',
        `the band holds what is within ${TOLERATED_POINTS} points of that.`,
        'The published system reports 45 % of sessions automated and nothing of quality.',
      ].join(' '),
      axes: { x: 'sessions automated (%)', y: 'change of goals reached (points)' },
      references: [
        { axis: 'y', from: -TOLERATED_POINTS, to: TOLERATED_POINTS, label: `within ${TOLERATED_POINTS} points` },
        { axis: 'x', from: PUBLISHED_PERCENT, to: PUBLISHED_PERCENT, label: `published: ${PUBLISHED_PERCENT} %` },
      ],
      curves: names.map((name) => ({
        label: name,
        points: selective.filter((one) => one.name === name).flatMap(pointOf),
      })),
    },
  ];
}

/** Where an outcome lies, in per cent and points; nowhere while one of the two has nothing to divide by. */
function pointOf({ figures: { automated, goalChange } }: ShownOutcome): FigurePlot['curves'][number]['points'] {
  const x = percentOf(automated.estimate, automated);
  const y = percentOf(goalChange.estimate, goalChange);
  if (x === null || y === null) return [];
  return [{ x: x.at, y: y.at, ...(x.range && { xRange: x.range }), ...(y.range && { yRange: y.range }) }];
}

function percentOf(share: number | null, { low, high }: { low: number | null; high: number | null }) {
  if (share === null) return null;
  return { at: 100 * share, range: low === null || high === null ? null : { low: 100 * low, high: 100 * high } };
}
