import { sentence } from '../../../reports/present/sentence.ts';
import { sameNoiseCell, zeroNoiseCell } from './cells.ts';
import { atNoise, comparisonOf, noiseWords, shareWords } from './finding-words.ts';
import type { CellResult, Comparison, Results } from './results.ts';

/** Settings that are named one by one; more are counted. */
const NAMED = 8;

/** Sums up many noisy settings: what survives the noise, where nothing does, and where the harm is greatest. */
export function describeGrid(noisy: readonly CellResult[], input: Pick<Results, 'cells' | 'comparisons'>): string[] {
  const { cells, comparisons } = input;
  const compared = (metric: string, baselineOf: (cell: CellResult) => CellResult | undefined) =>
    noisy.flatMap((cell) => comparisonOf(comparisons, metric, cell, baselineOf(cell)) ?? []);
  const toZero = (cell: CellResult) => zeroNoiseCell(cells, cell);
  const toAlone = (cell: CellResult) => sameNoiseCell(cells, cell, 'human-only');
  const harm = compared('sessions_with_wrong_executed', toZero);
  return [
    tally(compared('session_automation', toZero), 'automated sessions against no noise', 'more', 'fewer'),
    tally(compared('active_ms_per_session', toAlone), 'operator time against operators working alone', 'saved', 'lost'),
    tally(harm, 'sessions with a wrong automated action against no noise', 'fewer', 'more'),
    closedGates(noisy),
    harm.some(({ verdict }) => verdict === 'worse') ? greatestHarm(noisy) : null,
  ].flatMap((finding) => finding ?? []);
}

function tally(found: readonly Comparison[], what: string, better: string, worse: string): string | null {
  if (found.length === 0) return null;
  const count = (verdict: Comparison['verdict']) => found.filter((one) => one.verdict === verdict).length;
  return [
    `Of ${found.length} noisy settings, ${what}:`,
    `${worse} in ${count('worse')}, ${better} in ${count('better')}, equivalent in ${count('equivalent')},`,
    `undecided in ${count('undecided')}.`,
  ].join(' ');
}

function closedGates(noisy: readonly CellResult[]): string | null {
  const closed = noisy.filter(({ gate }) => gate !== null && gate.threshold === null);
  if (closed.length === 0) return null;
  const settings = closed.map(noiseWords);
  const named = settings.slice(0, NAMED).join('; ');
  const rest = settings.length > NAMED ? `; and ${settings.length - NAMED} more` : '';
  const where = closed.length === noisy.length ? 'all of them' : `${named}${rest}`;
  return [
    `In ${closed.length} of ${noisy.length} noisy settings no critical action runs without an operator,`,
    `because no threshold reaches the target precision: ${where}.`,
  ].join(' ');
}

function greatestHarm(noisy: readonly CellResult[]): string | null {
  const harm = (cell: CellResult) => cell.metrics.sessions_with_wrong_executed?.estimate ?? 0;
  let worst: CellResult | null = null;
  for (const cell of noisy) if (harm(cell) > (worst ? harm(worst) : 0)) worst = cell;
  if (!worst) return null;
  const share = shareWords(worst, 'sessions_with_wrong_executed');
  return sentence(`${atNoise(worst)}, automation does most harm: it went wrong in ${share} of sessions`);
}
