import { formatEstimate, formatValue } from '../present/format-value.ts';
import { judgementWords } from '../present/judgement-words.ts';
import { complement } from '../stats/complement.ts';
import { isApart } from '../stats/verdict.ts';
import { isZeroNoise, sameNoiseCell } from './cell-input.ts';
import { atNoise, comparisonOf, shareWords, targetClause, timeClause } from './finding-words.ts';
import { noisiest } from './noisiest.ts';
import type { CellResult, ClosedLoop } from './schema.ts';

const ALONE = 'operators working alone';
/** With more noisy settings than this, the noisiest whose gate opens is told; the rest stand in the table. */
const TOLD_SETTINGS = 2;

/** What becomes of cases where what was decided is done: automation, endings, time, the gate's promise and R, a sentence each. */
export function describeClosedLoop(closed: ClosedLoop): string[] {
  const told = toldCells(closed);
  const [first] = told;
  if (!first) return [];
  const aloneOf = (cell: CellResult) => sameNoiseCell(closed.cells, cell, 'human-only');
  const found = [
    ofEach(told, (cell) => `${shareWords(cell, 'session_automation')} of cases ran without an operator`),
    ofEach(told, (cell) => `${missedWords(cell)} of cases ended wrong${aloneWords(cell, aloneOf(cell), closed)}`),
    ofEach(told, (cell) => {
      const time = comparisonOf(closed.comparisons, 'active_ms_per_session', cell, aloneOf(cell));
      return time ? timeClause(time, ALONE) : null;
    }),
    ofEach([first], promiseWords),
    ofEach(told, (cell) => furtherWords(cell, closed)),
  ];
  return found
    .filter((words) => words !== '')
    .map((words, at) => `Closed loop${at === 0 ? ', where what was decided is done' : ''}: ${words}.`);
}

/** The cells that findings are about: without noise, and few noisy ones. Cells of which no case came to a known end are not told. */
function toldCells({ cells }: ClosedLoop): CellResult[] {
  const selective = cells.filter((cell) => cell.arm === 'selective' && missedWords(cell) !== null);
  const noisy = selective.filter((cell) => !isZeroNoise(cell));
  const open = noisy.filter(({ gate }) => gate !== null && gate.threshold !== null);
  const told = noisy.length > TOLD_SETTINGS && open.length > 0 ? [noisiest(open)] : noisy;
  return [...selective.filter(isZeroNoise), ...told];
}

/** `without noise, …; at α 0.1, …`: one clause for each cell that there is one for. */
function ofEach(cells: readonly CellResult[], clause: (cell: CellResult) => string | null): string {
  return cells
    .flatMap((cell) => {
      const words = clause(cell);
      return words === null ? [] : [`${atNoise(cell)}, ${words}`];
    })
    .join('; ');
}

/** What the gate was to make sure of step by step, and whether it did. */
function promiseWords(cell: CellResult): string {
  const { gate, metrics } = cell;
  if (!gate || gate.threshold === null) return 'no critical action ran without an operator';
  const set = `a gate set to run what operators accept ${formatValue('share', gate.targetPrecision)} of the time`;
  const precision = metrics.critic_precision;
  if (!precision || precision.estimate === null) return `${set} ran no critical action`;
  const share = formatEstimate('share', precision);
  const ran = `${set} let ${shareWords(cell, 'critic_coverage')} of critical suggestions run and`;
  const failed = precision.high !== null && precision.high < gate.targetPrecision;
  return failed
    ? `${ran} was right in only ${share} of them, in the states that its own actions led to`
    : `${ran} was right in ${share} of them, ${targetClause(precision, gate.targetPrecision)}`;
}

function aloneWords(cell: CellResult, alone: CellResult | undefined, { comparisons }: ClosedLoop): string {
  const share = alone && missedWords(alone);
  if (!share) return '';
  const compared = comparisonOf(comparisons, 'goal_reached', cell, alone);
  const said =
    compared && !isApart(compared)
      ? `, a difference that is ${judgementWords(compared, compared.margin, 'share')}`
      : '';
  return ` (${share} with ${ALONE}${said})`;
}

/** Share of cases that missed their goal, in words; null where no case came to a known end. */
function missedWords({ metrics }: CellResult): string | null {
  const goal = metrics.goal_reached;
  if (!goal || goal.estimate === null) return null;
  return formatEstimate('share', complement(goal));
}

/** R of first errors; null where there are none. */
function furtherWords(cell: CellResult, { propagation }: ClosedLoop): string | null {
  const found = propagation.find((one) => one.cell === cell.id);
  if (!found || found.first.estimate === null) return null;
  const { first, parts } = found;
  const apart = parts
    ? `, ${formatEstimate('count', parts.seeming)} that were right as the case then looked and ${formatEstimate('count', parts.fresh)} new ones; ${formatEstimate('share', parts.harmless)} of first ones did no harm`
    : '';
  return `the first wrong action of a case led to ${formatEstimate('count', first)} further ones${apart}`;
}
