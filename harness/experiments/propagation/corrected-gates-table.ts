import type { FigureTable, Ranged } from '../../../reports/figures/schema.ts';
import { formatEstimate } from '../../../reports/present/format-value.ts';
import { correctedWords, judgedTally, judgeOver } from '../../bench/data/judge-populations.ts';
import { plain, ranged, text } from '../../bench/report/table-columns.ts';
import type { CorrectedGateRow } from './corrected-gates.ts';
import type { PropagationFigures } from './over-populations.ts';
import { besideValue } from './r-verdicts.ts';

/** What a gate's knowledge of the operators' errors changes, target by target. */
export function correctedGatesTable(rows: readonly CorrectedGateRow[]): FigureTable {
  return {
    id: 'corrections',
    title: 'What it changes when a gate knows how often operators err',
    caption:
      'Corrected gate less the gate of the same critic and target that takes operators at their word, in points or errors, session by session. Corrected: the target is for what is right instead of what operators accept, by their true error rates for each kind of action, with a threshold for each kind. The findings judge each column as one family (false discovery); by itself a bracket that holds 0 is undecided. One gate: both came out alike.',
    columns: [
      text('operators'),
      text('world'),
      plain('target', 'target', 'share'),
      ranged('automated', 'sessions automated', 'share'),
      ranged('leak', 'leak', 'share'),
      ranged('r', 'R', 'score'),
      ranged('rFirst', 'R of first errors', 'score'),
      ranged('goalReached', 'goal reached', 'share'),
      text('gates', 'corrected gate'),
    ],
    rows: rows.map(({ point, target, taken, corrected, automated, leak, r, rFirst, goalReached }) => ({
      kind: 'measured',
      cells: {
        operators: point.operators,
        world: point.world,
        target,
        ...(taken === corrected ? {} : { automated, leak, r, rFirst, goalReached }),
        gates: taken === corrected ? 'one gate' : (corrected.gate ?? '–'),
      },
    })),
    terminal: false,
  };
}

/** In how many comparisons the correction is shown to change something, and what it does with published operators. */
export function correctionWords(
  rows: readonly CorrectedGateRow[],
  each: readonly Pick<PropagationFigures, 'corrections'>[],
  target: number,
): string[] {
  const apart = rows.filter(({ taken, corrected }) => taken !== corrected);
  if (apart.length === 0) return rows.length === 0 ? [] : ['Corrected gates came out as the others.'];
  const tally = (what: string, of: (row: CorrectedGateRow) => Ranged) => {
    const { more, less, undecided } = judgedTally(judgeCorrections(apart, each, of), 'sessions');
    return `${what} higher in ${more}, lower in ${less}, undecided in ${undecided}`;
  };
  const example = apart.find((row) => row.point.label === 'paper, calm' && row.target === target);
  const said = example
    ? ` Published operators, calm world, target ${target}: R ${formatEstimate('count', example.r)}, leak ${formatEstimate('share', example.leak)}, automation ${formatEstimate('share', example.automated)}.`
    : '';
  const family = correctedWords(
    judgeCorrections(apart, each, ({ automated }) => automated),
    'false-discovery',
  );
  return [
    `Telling the gate how often operators err, ${apart.length} comparisons${family === '' ? '' : `, each figure ${family}`}: ${tally('R', ({ r }) => r)}; ${tally('leak', ({ leak }) => leak)}; ${tally('automation', ({ automated }) => automated)}; ${tally('goals reached', ({ goalReached }) => goalReached)}.${said}`,
  ];
}

/** One figure of all comparisons, within each population in which the two gates differ. */
function judgeCorrections(
  rows: readonly CorrectedGateRow[],
  each: readonly Pick<PropagationFigures, 'corrections'>[],
  of: (row: CorrectedGateRow) => Ranged,
) {
  return judgeOver(
    rows.map(({ point, target }) =>
      besideValue(
        each.map(({ corrections }) => {
          const own = corrections.find((row) => row.point.label === point.label && row.target === target);
          return own && own.taken !== own.corrected ? of(own) : null;
        }),
        0,
      ),
    ),
    'false-discovery',
  );
}
