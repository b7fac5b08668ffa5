import type { FigureTable } from '../../../reports/figures/schema.ts';
import type { Population } from '../../bench/data/populations.ts';
import { plain, type Row, ranged, text } from '../../bench/report/table-columns.ts';
import type { AcrossPopulations } from './over-populations.ts';

/** Every arm fold by fold, in each population: how far what is learned, and with it everything else, differs by what it is learned from. */
export function foldsTable(arms: readonly AcrossPopulations[], populations: readonly Population[]): FigureTable {
  return {
    id: 'folds',
    title: 'By fold',
    caption:
      'Each fold was played by models, critics and gates that learned from the other folds only. Between folds sessions and models differ; each interval is for the models of its fold.',
    columns: [
      text('seed'),
      text('operators'),
      text('arm'),
      plain('fold', 'fold', 'count'),
      plain('sessions', 'sessions', 'count'),
      ranged('automated', 'sessions automated', 'share'),
      ranged('active_ms', 'AAT', 'ms'),
      ranged('goal', 'goal reached', 'share'),
      text('gate'),
    ],
    rows: arms.flatMap((outcomes) =>
      outcomes.flatMap(({ point, name, folds }, at) =>
        folds.map(
          ({ fold, gate, figures }): Row => ({
            kind: 'measured',
            cells: {
              seed: populations[at]?.seed ?? '',
              operators: point.label,
              arm: name,
              fold,
              sessions: figures.sessions,
              automated: figures.automated,
              active_ms: figures.activeMs,
              goal: figures.goal,
              gate,
            },
          }),
        ),
      ),
    ),
    terminal: false,
  };
}
