import type { Ranged } from '../../../reports/figures/schema.ts';
import type { Range } from '../../../reports/stats/range.ts';
import type { PlayedTables } from '../../bench/arms/play-folds.ts';
import type { Outcome } from '../../bench/arms/play-point.ts';
import type { CellFigures } from '../../bench/closed-loop/cell-figures.ts';
import { figuresOver, overPopulations, type PopulationSpread } from '../../bench/data/populations.ts';

/** What tables show of an arm. */
export type ShownFigures = Omit<CellFigures, 'goalChange'> & {
  readonly goalChange: Ranged;
};

/** An arm as tables show it: of one population, or over several. */
export type ShownOutcome = Pick<Outcome, 'name' | 'arm' | 'point' | 'gate' | 'folds'> & {
  readonly figures: ShownFigures;
  /** Populations that the figures are over. Absent: one, as it is. */
  readonly populations?: number;
};

/** An arm at one point, population by population. */
export type AcrossPopulations = readonly [Outcome, ...Outcome[]];

/** The outcomes of a table, arm by arm: each with what every population came to. Throws: where populations differ in their arms. */
export function acrossPopulations(
  populations: readonly PlayedTables[],
  table: keyof PlayedTables,
): readonly AcrossPopulations[] {
  const [first, ...others] = populations.map((one) => one[table]);
  return (first ?? []).map((outcome, place) => {
    const same = others.map((outcomes) => {
      const found = outcomes[place];
      if (found?.name !== outcome.name || found.point.label !== outcome.point.label)
        throw new Error(`Populations differ in their arms: "${outcome.name}" and "${found?.name ?? 'none'}".`);
      return found;
    });
    return [outcome, ...same];
  });
}

/** One figure of an arm over populations. Differences from human-only were taken within each. */
export function spreadOf(
  outcomes: AcrossPopulations,
  figure: (figures: CellFigures) => number | null,
  range?: Range,
): PopulationSpread {
  return overPopulations(
    outcomes.map(({ figures }) => figure(figures)),
    range,
  );
}

/**
 * One population as it is, with intervals over sessions; several by the median, with the lowest and the highest in
 * place of an interval.
 */
export function shown(outcomes: AcrossPopulations): ShownOutcome {
  const [first] = outcomes;
  if (outcomes.length === 1) return first;
  return {
    name: first.name,
    arm: first.arm,
    populations: outcomes.length,
    point: first.point,
    gate: gateWords(outcomes.map(({ gate }) => gate)),
    folds: outcomes.flatMap(({ folds }) => folds),
    figures: figuresOver<ShownFigures>(outcomes.map(({ figures }) => figures)),
  };
}

/** Where the gates of several populations stand; null where there is none. */
function gateWords(gates: readonly (string | null)[]): string | null {
  const [first = null] = gates;
  if (gates.every((gate) => gate === first)) return first;
  const closed = gates.filter((gate) => gate === 'closed').length;
  return closed > 0 ? `closed in ${closed} of ${gates.length}` : 'differs by population';
}
