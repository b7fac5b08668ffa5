import type { FigureTable, Ranged } from '../../../reports/figures/schema.ts';
import { type Columns, plain, ranged, table, text } from '../../../reports/figures/table.ts';
import { formatEstimate } from '../../../reports/present/format-value.ts';
import { correctedWords, judgedTally, judgeOver } from '../../bench/data/judge-populations.ts';
import type { CorrectedGateRow } from './corrected-gates.ts';
import type { PropagationFigures } from './over-populations.ts';
import { besideValue } from './r-verdicts.ts';

/** Whether the two gates of a comparison came out as two. */
const differs = ({ uncorrected: taken, corrected }: CorrectedGateRow) => taken !== corrected;
const unlessOne = (of: (row: CorrectedGateRow) => Ranged) => (row: CorrectedGateRow) => (differs(row) ? of(row) : null);

const COLUMNS: Columns<CorrectedGateRow> = {
  operators: text('operators', ({ point }) => point.operators),
  world: text('world', ({ point }) => point.world),
  target: plain('target', 'share', 'target'),
  automated: ranged(
    'sessions automated',
    'share',
    unlessOne(({ automated }) => automated),
  ),
  leak: ranged(
    'leak',
    'share',
    unlessOne(({ leak }) => leak),
  ),
  r: ranged(
    'R',
    'score',
    unlessOne(({ r }) => r),
  ),
  rFirst: ranged(
    'R of first errors',
    'score',
    unlessOne(({ rFirst }) => rFirst),
  ),
  goalReached: ranged(
    'goal reached',
    'share',
    unlessOne(({ goalReached }) => goalReached),
  ),
  gates: text('corrected gate', (row) => (differs(row) ? (row.corrected.gate ?? '–') : 'one gate'), [
    'Its target is for what is right instead of what operators accept, by their true error rates for each kind of action,',
    'with a threshold for each kind. One gate: both came out alike.',
  ]),
};

/** What a gate's knowledge of the operators' errors changes, target by target. */
export const correctedGatesTable = (rows: readonly CorrectedGateRow[]): FigureTable =>
  table({
    id: 'corrections',
    title: 'What it changes when a gate knows how often operators err',
    caption: [
      'Corrected gate less the gate of the same critic and target that takes operators at their word, session by session.',
      'The findings judge each column as one family (false discovery); by itself a bracket that holds 0 is undecided.',
    ],
    columns: COLUMNS,
    rows,
    terminal: false,
  });

/** In how many comparisons the correction is shown to change something, and what it does with published operators. */
export function correctionWords(
  rows: readonly CorrectedGateRow[],
  each: readonly Pick<PropagationFigures, 'corrections'>[],
  target: number,
): string[] {
  const apart = rows.filter(differs);
  if (apart.length === 0) return rows.length === 0 ? [] : ['Corrected gates came out as the others.'];
  const tally = (what: string, of: (row: CorrectedGateRow) => Ranged) => {
    const { more, less, undecided } = judgedTally(judgeCorrections(apart, each, of), 'sessions');
    return `${what} higher in ${more}, lower in ${less}, undecided in ${undecided}`;
  };
  const example = apart.find((row) => row.point.label === 'paper, calm' && row.target === target);
  const exampleLine = example
    ? [
        ` Published operators, calm world, target ${target}:`,
        `R ${formatEstimate('count', example.r)}, leak ${formatEstimate('share', example.leak)},`,
        `automation ${formatEstimate('share', example.automated)}.`,
      ].join(' ')
    : '';
  const family = correctedWords(
    judgeCorrections(apart, each, ({ automated }) => automated),
    'false-discovery',
  );
  return [
    [
      `Telling the gate how often operators err, ${apart.length}`,
      `comparisons${family === '' ? '' : `, each figure ${family}`}: ${tally('R', ({ r }) => r)};`,
      `${tally('leak', ({ leak }) => leak)}; ${tally('automation', ({ automated }) => automated)};`,
      `${tally('goals reached', ({ goalReached }) => goalReached)}.${exampleLine}`,
    ].join(' '),
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
          return own && differs(own) ? of(own) : null;
        }),
        0,
      ),
    ),
    'false-discovery',
  );
}
