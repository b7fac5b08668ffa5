import type { FigureTable } from '../../../reports/figures/schema.ts';
import { proportion } from '../../../reports/stats/proportion.ts';
import { plain, type Row, ranged, text } from '../table-columns.ts';
import type { Guarantee } from './judge-guarantees.ts';
import { NOISE, noiseOf } from './noise-columns.ts';
import type { NoiseResult } from './noise-result.ts';

const CAPTION =
  'A corrected gate promises its target of what is right, another one its target of what is accepted, each but for a probability δ (plug-in promises nothing). Broken: redraws in which that was missed. A gate that stays closed breaks nothing, so that a low share says little where few open: beside it stand how many opened, and how many of those broke it. In brackets the exact 95 % interval of the redraws.';

/** How often each gate breaks what it promises, at the target asked for. */
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
  const [first] = results.flatMap((result) => [...of(result)]);
  const size = first ? `, δ = ${first.delta}, over ${first.redraws.runs} redraws of ${first.sample} answers` : '';
  return {
    id,
    title: title + size,
    caption,
    columns: [
      ...NOISE,
      text('gate'),
      text('corrected', 'noise correction'),
      plain('target', 'target', 'share'),
      ranged('violations', 'promise broken', 'share'),
      ranged('open', 'gate opened', 'share'),
      ranged('broken_open', 'broken of the opened', 'share'),
      ranged('true_violations', 'true precision missed', 'share'),
      plain('precision', 'mean true precision', 'share'),
      plain('coverage', 'mean coverage', 'share'),
    ],
    rows: results.flatMap((result) => of(result).map((guarantee) => rowOf(result, guarantee))),
    terminal: true,
  };
}

function rowOf(result: NoiseResult, { gate, corrected, target, redraws }: Guarantee): Row {
  const { runs, openShare, meanPrecision, meanCoverage } = redraws;
  const opened = Math.round(openShare * runs);
  const broken = Math.round((corrected ? redraws.violationRate : redraws.acceptanceViolationRate) * runs);
  return {
    kind: 'measured',
    cells: {
      ...noiseOf(result),
      gate,
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
