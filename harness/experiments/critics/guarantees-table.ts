import type { FigureTable } from '../../../reports/figures/schema.ts';
import { proportion } from '../../../reports/stats/proportion.ts';
import { plain, type Row, ranged, text } from '../../bench/report/table-columns.ts';
import type { Guarantee } from './judge-guarantees.ts';
import { NOISE, noiseOf } from './noise-columns.ts';
import type { NoiseResult } from './noise-result.ts';

const CAPTION = [
  'A corrected gate aims at its target of what is right, another one at its target of what is accepted.',
  'Promise: what has to be drawn independently for it to miss that with a probability of δ at most.',
  'Redrawn: single answers, or whole sessions, as feedback comes; where they differ, answers of a session go together.',
  'Missed: redraws in which the target was missed; a promise is kept where that is at most δ in its own rows.',
  'A gate that stays closed misses nothing: beside it stand how many opened, and how many of those missed.',
  'In brackets the exact 95 % interval of the redraws.',
].join(' ');

/** How often each gate misses its target, beside what it promises, at the target asked for. */
export function guaranteesTable(results: readonly NoiseResult[], critic: string): FigureTable {
  return table('guarantees', `Guarantees, critic ${critic}`, CAPTION, results, ({ guarantees }) => guarantees);
}

/** The same at a target at which gates open, where the one asked for is out of reach; null where it is nowhere. */
export function reachableTable(results: readonly NoiseResult[], critic: string, gate: string): FigureTable | null {
  if (results.every(({ reachable }) => reachable.length === 0)) return null;
  return table(
    'guarantees-reachable',
    `Guarantees at a target within reach, critic ${critic}`,
    `As above, at another target where the one asked for keeps gates closed: the highest in whole per cents at which ${gate}, corrected where it can be, opens in 90 % of 100 other redraws. Where so much of everything is right or accepted anyway, opening wide breaks no promise either.`,
    results,
    ({ reachable }) => reachable,
  );
}

function table(
  id: string,
  title: string,
  caption: string,
  results: readonly NoiseResult[],
  of: (result: NoiseResult) => readonly Guarantee[],
): FigureTable {
  const all = results.flatMap((result) => of(result).map((guarantee) => ({ result, guarantee })));
  const rows = all.filter(({ guarantee }) => guarantee.redraws.openShare > 0);
  const [first] = all.map(({ guarantee }) => guarantee);
  const size = first ? `, δ = ${first.delta}, over ${first.redraws.runs} redraws of ${first.sample} answers` : '';
  return {
    id,
    title: title + size,
    caption: `${caption}${neverOpened(all)}`,
    columns: [
      ...NOISE,
      text('gate'),
      text('promise'),
      text('drawn', 'redrawn'),
      text('corrected', 'noise correction'),
      plain('target', 'target', 'share'),
      ranged('violations', 'target missed', 'share', 'redraw'),
      ranged('open', 'gate opened', 'share', 'redraw'),
      ranged('broken_open', 'missed of the opened', 'share', 'redraw'),
      ranged('true_violations', 'true precision missed', 'share', 'redraw'),
      plain('precision', 'mean true precision', 'share'),
      plain('coverage', 'mean coverage', 'share'),
    ],
    rows: rows.map(({ result, guarantee }) => rowOf(result, guarantee)),
    terminal: true,
  };
}

/** Gates that opened in no redraw have shown nothing, and have no row: which, and at how many noise points. */
function neverOpened(all: readonly { guarantee: Guarantee }[]): string {
  const closed = new Map<string, number>();
  for (const { guarantee } of all)
    if (guarantee.redraws.openShare === 0) closed.set(guarantee.gate, (closed.get(guarantee.gate) ?? 0) + 1);
  if (closed.size === 0) return '';
  const words = [...closed].map(([gate, rows]) => `${gate} (${rows})`).join(', ');
  return ` Without a row, because they opened in no redraw: ${words}.`;
}

function rowOf(result: NoiseResult, { gate, promise, drawn, corrected, target, redraws }: Guarantee): Row {
  const { runs, openShare, meanPrecision, meanCoverage } = redraws;
  const opened = Math.round(openShare * runs);
  const broken = Math.round((corrected ? redraws.violationRate : redraws.acceptanceViolationRate) * runs);
  return {
    kind: 'measured',
    cells: {
      ...noiseOf(result),
      gate,
      promise,
      drawn,
      corrected: corrected ? result.correction : 'none',
      target,
      violations: proportion(broken, runs),
      open: proportion(opened, runs),
      broken_open: opened > 0 ? proportion(broken, opened) : null,
      true_violations: proportion(redraws.violations, runs),
      precision: meanPrecision,
      coverage: meanCoverage,
    },
  };
}
