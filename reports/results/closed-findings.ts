import { formatInterval, formatNumber, formatValue } from '../present/format-value.ts';
import { isZeroNoise, sameNoiseCell } from './cell-input.ts';
import { comparisonOf, noiseWords, shareWords, targetClause, timeClause } from './finding-words.ts';
import { noisiest } from './noisiest.ts';
import type { CellResult, ClosedLoop, Estimate } from './schema.ts';

const ALONE = 'operators working alone';
/** With more noisy settings than this, the noisiest whose gate opens is told, and the rest in one sentence. */
const TOLD_SETTINGS = 2;
/** Levels that one sentence can list. */
const LISTED_LEVELS = 8;

/** What becomes of cases where what was decided is done: the first thing to know of a run. */
export function describeClosedLoop(closed: ClosedLoop): string[] {
  const selective = closed.cells.filter(({ arm }) => arm === 'selective');
  const clean = selective.filter(isZeroNoise);
  const noisy = selective.filter((cell) => !isZeroNoise(cell));
  const open = noisy.filter(({ gate }) => gate !== null && gate.threshold !== null);
  const many = noisy.length > TOLD_SETTINGS;
  const told = many && open.length > 0 ? [noisiest(open)] : noisy;
  return [
    ...[...clean, ...told].flatMap((cell) => describeCases(cell, closed)),
    ...(many && selective.length <= LISTED_LEVELS ? acrossNoise(closed) : []),
  ];
}

/** What became of cases, then what the gate had to do with it. */
function describeCases(cell: CellResult, closed: ClosedLoop): string[] {
  const missed = missedWords(cell);
  if (missed === null) return [];
  const alone = sameNoiseCell(closed.cells, cell, 'human-only');
  const gains = [`${shareWords(cell, 'session_automation')} of cases ran without an operator`];
  const time = comparisonOf(closed.comparisons, 'active_ms_per_session', cell, alone);
  if (time) gains.push(timeClause(time, ALONE));
  const rates = noiseWords(cell);
  const where = rates === '' ? 'without noise' : `at ${rates}`;
  const outcome = `Closed loop, where what was decided is done: ${where}, ${gains.join('; ')}; ${missed} of cases ended wrong${aloneWords(cell, alone, closed)}.`;
  const why = [promiseWords(cell)];
  const first = closed.propagation.find((one) => one.cell === cell.id)?.first;
  if (first && first.estimate !== null)
    why.push(`the first wrong action of a case led to ${furtherWords(first)} further ones`);
  return [outcome, `Closed loop, ${where}: ${why.join('; ')}.`];
}

/** What the gate was to make sure of step by step, and whether it did. */
function promiseWords(cell: CellResult): string {
  const { gate, metrics } = cell;
  if (!gate || gate.threshold === null) return 'no critical action ran without an operator';
  const set = `a gate set to run what operators accept ${formatValue('share', gate.targetPrecision)} of the time`;
  const precision = metrics.critic_precision;
  if (!precision || precision.estimate === null) return `${set} ran no critical action`;
  const share = `${formatValue('share', precision.estimate)} ${formatInterval('share', precision)}`;
  const ran = `${set} let ${shareWords(cell, 'critic_coverage')} of critical suggestions run and`;
  const failed = precision.high !== null && precision.high < gate.targetPrecision;
  return failed
    ? `${ran} was right in only ${share} of them, in the states that its own actions led to`
    : `${ran} was right in ${share} of them, ${targetClause(precision, gate.targetPrecision)}`;
}

/** From the least noise to the most: what automation and cases came to. */
function acrossNoise({ cells }: ClosedLoop): string[] {
  const row = (arm: CellResult['arm'], metric: string, missed = false) =>
    cells
      .filter((cell) => cell.arm === arm)
      .map(({ metrics }) => {
        const share = metrics[metric]?.estimate ?? null;
        return formatValue('share', share !== null && missed ? 1 - share : share);
      })
      .join(', ');
  return [
    `Closed loop, over the noise levels in their order: ${row('selective', 'session_automation')} of cases ran without an operator; ${row('selective', 'goal_reached', true)} ended wrong, with ${ALONE} ${row('human-only', 'goal_reached', true)}.`,
  ];
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
