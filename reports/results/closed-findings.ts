import { formatInterval, formatNumber, formatValue } from '../present/format-value.ts';
import { isZeroNoise, sameNoiseCell } from './cell-input.ts';
import { comparisonOf, noiseWords, shareWords, timeClause } from './finding-words.ts';
import { noisiest } from './noisiest.ts';
import type { CellResult, ClosedLoop, Estimate } from './schema.ts';

const ALONE = 'operators working alone';
/** With more noisy settings than this, only the noisiest whose gate opens is told. */
const TOLD_SETTINGS = 2;

/** What becomes of cases where what was decided is done: the first thing to know of a run. */
export function describeClosedLoop(closed: ClosedLoop): string[] {
  const selective = closed.cells.filter(({ arm }) => arm === 'selective');
  const clean = selective.filter(isZeroNoise);
  const noisy = selective.filter((cell) => !isZeroNoise(cell));
  const open = noisy.filter(({ gate }) => gate !== null && gate.threshold !== null);
  const told = noisy.length > TOLD_SETTINGS && open.length > 0 ? [noisiest(open)] : noisy;
  return [...clean, ...told].flatMap((cell) => describeCases(cell, closed));
}

function describeCases(cell: CellResult, closed: ClosedLoop): string[] {
  const missed = missedWords(cell);
  if (missed === null) return [];
  const alone = sameNoiseCell(closed.cells, cell, 'human-only');
  const clauses = [`${missed} of cases ended wrong${aloneWords(cell, alone, closed)}`];
  const reproduction = closed.propagation.find((one) => one.cell === cell.id)?.reproduction;
  if (reproduction && reproduction.estimate !== null)
    clauses.push(`each wrong action led to ${furtherWords(reproduction)} further ones`);
  clauses.push(`${shareWords(cell, 'session_automation')} of cases ran without an operator`);
  const time = comparisonOf(closed.comparisons, 'active_ms_per_session', cell, alone);
  if (time) clauses.push(timeClause(time, ALONE));
  const rates = noiseWords(cell);
  return [
    `Closed loop, ${rates === '' ? 'without noise' : `at ${rates}`}: ${promiseWords(cell)}${clauses.join('; ')}.`,
  ];
}

/** What the gate was to make sure of step by step, and whether it did. */
function promiseWords({ gate, metrics }: CellResult): string {
  if (!gate || gate.threshold === null) return 'no critical action ran without an operator; ';
  const set = `with a gate set for ${formatValue('share', gate.targetPrecision)} accepted suggestions`;
  const precision = metrics.critic_precision;
  if (!precision || precision.estimate === null) return `${set}, `;
  const kept = `${set}, ${formatValue('share', precision.estimate)} ${formatInterval('share', precision)} of the critical actions that it let run were right`;
  const failed = precision.high !== null && precision.high < gate.targetPrecision;
  return failed ? `${kept}, and ` : `${kept}, and still `;
}

function aloneWords(cell: CellResult, alone: CellResult | undefined, { comparisons }: ClosedLoop): string {
  const share = alone && missedWords(alone);
  if (!share) return '';
  const verdict = comparisonOf(comparisons, 'goal_reached', cell, alone)?.verdict;
  const said = verdict === 'inconclusive' ? ', and whether that is a difference is inconclusive' : '';
  return ` (${share} with ${ALONE}${said})`;
}

/** Share of cases that missed their goal, in words; null where no case came to a known end. */
function missedWords({ metrics }: CellResult): string | null {
  const goal = metrics.goal_reached;
  if (!goal || goal.estimate === null) return null;
  const complement = (share: number | null) => (share === null ? null : 1 - share);
  const bounds = { low: complement(goal.high), high: complement(goal.low) };
  return `${formatValue('share', 1 - goal.estimate)} ${formatInterval('share', bounds)}`.trim();
}

function furtherWords({ estimate, low, high }: Pick<Estimate, 'estimate' | 'low' | 'high'>): string {
  return `${formatNumber(estimate ?? 0, 2)} ${formatInterval('count', { low, high })}`.trim();
}
