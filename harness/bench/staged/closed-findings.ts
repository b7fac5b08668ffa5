import { formatEstimate, formatValue } from '../../../reports/present/format-value.ts';
import { savingWords } from '../../../reports/present/saving-words.ts';
import { sentence } from '../../../reports/present/sentence.ts';
import { negate } from '../../../reports/stats/complement.ts';
import { isZeroNoise, noisiest } from './cells.ts';
import { atNoise, shareWords, targetClause } from './finding-words.ts';
import type { LevelAnswer } from './level-answers.ts';
import type { CellResult, ClosedLoop } from './results.ts';

/** The answer in words, at the first noise level and at the last whose gate opens, and where gates open nowhere. */
export function describeAnswer(rows: readonly LevelAnswer[]): string[] {
  const [first] = rows;
  if (!first) return [];
  const over = first.populations > 1 ? `over ${first.populations} populations, ` : '';
  const last = rows.filter(({ open }) => open > 0).at(-1);
  const sentences = [...new Set([first, ...(last ? [last] : [])])].map((row) =>
    sentence(`${row === first ? over : ''}${atLevel(row)}, ${answerClauses(row).join(', ')}`),
  );
  const shut = rows.filter(({ open }) => open === 0);
  const gate = shut[0]?.point.arms.selective?.gate;
  if (shut.length === 0 || !gate) return sentences;
  const where =
    shut.length === rows.length ? 'At every noise level' : sentence(shut.map(atLevel).join('; ')).slice(0, -1);
  return [
    ...sentences,
    [
      `${where}, the gate stays shut: no threshold shows that operators accept`,
      `${formatValue('share', gate.targetPrecision)} of what would run.`,
    ].join(' '),
  ];
}

const atLevel = ({ point }: LevelAnswer) => atNoise(point);

function answerClauses({ automated, saved, goalChange }: LevelAnswer): string[] {
  const clauses: string[] = [];
  if (automated && automated.estimate !== null)
    clauses.push(`${formatEstimate('share', automated)} of cases run without an operator`);
  if (saved && saved.estimate !== null) clauses.push(savingWords(saved));
  if (goalChange && goalChange.estimate !== null) {
    const { estimate } = goalChange;
    const change = formatEstimate('points', estimate < 0 ? negate(goalChange) : goalChange);
    clauses.push(
      estimate === 0
        ? `and as many cases end well as with operators alone (${change})`
        : `and ${change} ${estimate < 0 ? 'fewer' : 'more'} cases end well than with operators alone`,
    );
  }
  return clauses.length === 0 ? ['nothing could be measured'] : clauses;
}

/** What the gate's promise is worth where its own actions lead, and what errors led to: of the first population, a sentence each. */
export function describeClosedLoop(closed: ClosedLoop): string[] {
  const selective = closed.cells.filter(
    (cell) => cell.arm === 'selective' && cell.metrics.goal_reached?.estimate != null,
  );
  const gated = selective.filter(({ gate }) => gate !== null && gate.threshold !== null);
  const [cell] = [...gated.filter(isZeroNoise), ...(gated.length > 0 ? [noisiest(gated)] : [])];
  return cell ? [promiseWords(cell), ...furtherWords(cell, closed)] : [];
}

/** What the gate was to make sure of step by step, and whether it did. */
function promiseWords(cell: CellResult): string {
  const { gate, metrics } = cell;
  const target = formatValue('share', gate?.targetPrecision ?? null);
  const set = `${atNoise(cell)}, the gate is set to run what operators accept ${target} of the time`;
  const precision = metrics.critic_precision;
  if (!gate || !precision || precision.estimate === null) return sentence(`${set}; no critical action ran`);
  const ran = [
    `${set}. It ran ${shareWords(cell, 'critic_coverage')} of critical suggestions;`,
    `${formatEstimate('share', precision)} of them were right`,
  ].join(' ');
  const failed = precision.high !== null && precision.high < gate.targetPrecision;
  return sentence(
    `${ran}, ${failed ? 'less than it was set for, in states that its own actions led to' : targetClause(precision, gate.targetPrecision)}`,
  );
}

/** R of first errors; none where there are none. */
function furtherWords(cell: CellResult, { propagation }: ClosedLoop): string[] {
  const found = propagation.find((one) => one.cell === cell.id);
  if (!found || found.first.estimate === null) return [];
  const { first, parts } = found;
  const harmless = parts ? `; ${formatEstimate('share', parts.harmless)} of first ones did no harm` : '';
  return [
    sentence(
      `${atNoise(cell)}, the first wrong action of a case led to ${formatEstimate('count', first)} further ones${harmless}`,
    ),
  ];
}
