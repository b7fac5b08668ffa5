import type { FigureTable } from '../../../reports/figures/schema.ts';
import type { CellFigures } from '../../bench/closed-loop/cell-figures.ts';
import { POPULATIONS_FOR_MEAN, type Population } from '../../bench/data/populations.ts';
import { plain, type Row, ranged, text } from '../../bench/report/table-columns.ts';
import { type AcrossPopulations, spreadOf } from './over-populations.ts';

/** Selective arms population by population: each with its own team, dealing and data. */
export function populationsTable(arms: readonly AcrossPopulations[], populations: readonly Population[]): FigureTable {
  return {
    id: 'populations',
    title: 'By population: selective automation with the paper’s operators',
    caption: `In brackets the 95 % interval over the sessions of that population, with its team, parts and models as they are: what another population would come to is not in it. A population is played again by itself with --seed SEED --populations 1.`,
    columns: [
      text('seed'),
      text('arm'),
      plain('sessions', 'sessions', 'count'),
      ranged('automated', 'sessions automated', 'share'),
      ranged('saved', 'time saved', 'share'),
      ranged('goal', 'goal reached', 'share'),
      ranged('goal_change', 'change of that', 'points'),
      text('gate'),
    ],
    rows: populations.flatMap(({ seed }, at) =>
      arms.flatMap((outcomes): Row[] => {
        const outcome = outcomes[at];
        if (!outcome) return [];
        const { sessions, automated, saved, goal, goalChange } = outcome.figures;
        return [
          {
            kind: 'measured',
            cells: {
              seed,
              arm: outcome.name,
              sessions,
              automated,
              saved,
              goal,
              goal_change: {
                estimate: goalChange.difference,
                low: goalChange.low,
                high: goalChange.high,
                of: sessions,
              },
              gate: outcome.gate,
            },
          },
        ];
      }),
    ),
    terminal: true,
  };
}

const SPREADS: readonly (readonly [name: string, of: (figures: CellFigures) => number | null])[] = [
  ['sessions automated', ({ automated }) => automated.estimate],
  ['time saved', ({ saved }) => saved.estimate],
  ['goal reached', ({ goal }) => goal.estimate],
  ['change of goal reached', ({ goalChange }) => goalChange.difference],
];

/** How figures of the selective arms spread over populations, and their means where there are enough. */
export function spreadTable(arms: readonly AcrossPopulations[]): FigureTable {
  return {
    id: 'spread',
    title: 'Spread over populations',
    caption: `Each population is one draw. Saved and change: against human-only within the population. Mean: with its 95 % interval over populations, from ${POPULATIONS_FOR_MEAN} of them on; fewer bound none.`,
    columns: [
      text('operators'),
      text('arm'),
      text('figure'),
      plain('populations', 'populations', 'count'),
      plain('least', 'lowest', 'share'),
      plain('median', 'median', 'share'),
      plain('most', 'highest', 'share'),
      ranged('mean', 'mean', 'share', 'population'),
    ],
    rows: arms.flatMap((outcomes) =>
      SPREADS.map(([figure, of]): Row => {
        const { count, least, median, most, mean } = spreadOf(outcomes, of);
        const [{ name, point }] = outcomes;
        return {
          kind: 'measured',
          cells: { operators: point.label, arm: name, figure, populations: count, least, median, most, mean },
        };
      }),
    ),
    terminal: arms.some((outcomes) => outcomes.length >= POPULATIONS_FOR_MEAN),
  };
}
