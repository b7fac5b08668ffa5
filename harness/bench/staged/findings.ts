import { formatEstimate, formatValue } from '../../../reports/present/format-value.ts';
import { sentence } from '../../../reports/present/sentence.ts';
import { isZeroNoise, noisiest, sameNoiseCell, zeroNoiseCell } from './cells.ts';
import { atNoise, comparisonOf, pointsClause, shareWords, targetClause, timeClause } from './finding-words.ts';
import { describeGrid } from './grid-findings.ts';
import type { CellResult, Results } from './results.ts';

/** What findings are told from. */
export type FindingsInput = Pick<Results, 'cells' | 'comparisons'>;

/** With more noisy settings than this, all but the noisiest are summed up instead of told one by one. */
const TOLD_SETTINGS = 2;
const ALONE = 'operators working alone';

/** What the numbers say, in plain words, most important first. Intervals are 95 %, clustered by session. */
export function describeFindings(input: FindingsInput): string[] {
  const selective = input.cells.filter(({ arm }) => arm === 'selective');
  const noisy = selective.filter((cell) => !isZeroNoise(cell));
  const clean = selective.filter(isZeroNoise);
  const copilot = input.cells.filter((cell) => cell.arm === 'copilot' && isZeroNoise(cell));
  return [
    ...clean.flatMap((cell) => describeSelective(cell, input)),
    ...(noisy.length > TOLD_SETTINGS
      ? [...describeSelective(noisiest(noisy), input), ...describeGrid(noisy, input)]
      : noisy.flatMap((cell) => describeSelective(cell, input))),
    ...copilot.flatMap((cell) => describeCopilot(cell, input)),
  ];
}

function describeSelective(cell: CellResult, input: FindingsInput): string[] {
  const { cells, comparisons } = input;
  const alone = sameNoiseCell(cells, cell, 'human-only');
  const clauses = [automationClause(cell)];
  const time = comparisonOf(comparisons, 'active_ms_per_session', cell, alone);
  if (time) clauses.push(timeClause(time, ALONE));
  const copilot = sameNoiseCell(cells, cell, 'copilot');
  const again = comparisonOf(comparisons, 'active_ms_per_session', cell, copilot);
  if (again) clauses.push(timeClause(again, 'a copilot whose every suggestion is confirmed'));
  const zero = isZeroNoise(cell) ? undefined : zeroNoiseCell(cells, cell);
  const lost = comparisonOf(comparisons, 'session_automation', cell, zero);
  const someAutomated = [cell, zero].some((one) => (one?.metrics.session_automation?.estimate ?? 0) > 0);
  if (lost && someAutomated) clauses.push(pointsClause(lost, 'automated sessions', 'without noise'));
  const found = [sentence(`${atNoise(cell)}, ${clauses.join('; ')}`)];
  if ((cell.metrics.step_automation?.estimate ?? 0) > 0)
    found.push(sentence(`${atNoise(cell)}, ${harmClause(cell, alone, input)}`));
  return found;
}

function automationClause(cell: CellResult): string {
  const automated = `${shareWords(cell, 'session_automation')} of sessions ran without an operator`;
  if (!cell.gate || cell.gate.threshold !== null) return automated;
  const target = formatValue('share', cell.gate.targetPrecision);
  return `no critical action ran without an operator, because no threshold reaches the target precision of ${target}; ${automated}`;
}

function harmClause(cell: CellResult, alone: CellResult | undefined, { comparisons }: FindingsInput): string {
  const actor = cell.gate?.threshold === null ? 'actions that are not critical, and so bypass the gate,' : 'automation';
  const clauses = [`${actor} went wrong in ${shareWords(cell, 'sessions_with_wrong_executed')} of sessions`];
  const wrong = comparisonOf(comparisons, 'sessions_with_wrong_chosen', cell, alone);
  if (wrong) clauses.push(pointsClause(wrong, 'sessions with any wrong action', `with ${ALONE}`));
  const precision = precisionClause(cell);
  if (precision !== null) clauses.push(precision);
  return clauses.join('; ');
}

function precisionClause({ gate, metrics }: CellResult): string | null {
  const precision = metrics.critic_precision;
  if (!gate || !precision || precision.estimate === null) return null;
  return `${formatEstimate('share', precision)} of critical actions that ran were right, ${targetClause(precision, gate.targetPrecision)}`;
}

function describeCopilot(cell: CellResult, { cells, comparisons }: FindingsInput): string[] {
  const time = comparisonOf(comparisons, 'active_ms_per_session', cell, sameNoiseCell(cells, cell, 'human-only'));
  if (!time) return [];
  return [sentence(`${atNoise(cell)}, with every suggestion confirmed by an operator, ${timeClause(time, ALONE)}`)];
}
