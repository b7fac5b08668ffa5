import type { FigureColumn, FigureTable } from '../../../reports/figures/schema.ts';
import { plain, ranged } from '../../bench/report/table-columns.ts';
import { type MeasuredSetting, SETTING, settingRow } from './setting-row.ts';

/** Parts of R. */
export const SEEMING = ranged('seeming', 'of R: seemed right', 'score');
export const FRESH = ranged('fresh', 'of R: new', 'score');

/** Parts of R of first errors, and what else tells first errors apart. */
export const FIRST_PARTS: readonly FigureColumn[] = [
  ranged('seemingFirst', 'of first: seemed right', 'score'),
  ranged('freshFirst', 'of first: new', 'score'),
  ranged('harmlessFirst', 'harmless first errors', 'share'),
  ranged('rHarmful', 'R of the other first errors', 'score'),
];

/** What the two parts of R mean. */
export const TOLD_APART =
  'Seemed right: further errors that were right as the case looked, to somebody who takes what is amiss in it for sound. New: wrong as the case looked, too. Each is run less twin, so that the error has brought about both; together they are R.';

/** What follows a first error, told apart; without the grid. */
export function firstErrorsTable(rows: readonly MeasuredSetting[]): FigureTable {
  return {
    id: 'first-errors',
    title: 'Further errors after a first one, told apart',
    caption: `R of first errors and its two parts. ${TOLD_APART} Harmless: the goal was reached all the same, and in the end nothing differs from the twin, no field, final act, false statement or ending.`,
    columns: [
      ...SETTING,
      ranged('rFirst', 'R of first errors', 'score'),
      ...FIRST_PARTS,
      plain('firsts', 'first errors', 'count'),
    ],
    rows: rows.filter(({ setting: { point } }) => point.grid === null).map(settingRow),
    terminal: true,
  };
}
