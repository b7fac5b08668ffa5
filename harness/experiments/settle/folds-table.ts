import type { FigureTable } from '../../../reports/figures/schema.ts';
import { plain, type Row, ranged, text } from '../table-columns.ts';
import type { Outcome } from './play-point.ts';

/** Every arm fold by fold: how far what is learned, and with it everything else, differs by what it is learned from. */
export function foldsTable(outcomes: readonly Outcome[]): FigureTable {
  return {
    id: 'folds',
    title: 'By fold',
    caption:
      'Each fold was played by models, critics and gates that learned from the other folds only. Between folds sessions and models differ; each interval is for the models of its fold.',
    columns: [
      text('operators'),
      text('arm'),
      plain('fold', 'fold', 'count'),
      plain('sessions', 'sessions', 'count'),
      ranged('automated', 'sessions automated', 'share'),
      ranged('active_ms', 'AAT', 'ms'),
      ranged('goal', 'goal reached', 'share'),
      text('gate'),
    ],
    rows: outcomes.flatMap(({ point, name, folds }) =>
      folds.map(
        ({ fold, gate, figures }): Row => ({
          kind: 'measured',
          cells: {
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
    terminal: false,
  };
}
