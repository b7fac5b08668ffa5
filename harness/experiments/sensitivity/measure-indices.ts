import type { Ranged } from '../../../reports/stats/interval.ts';
import { sobolContrast } from '../../../reports/stats/sobol.ts';
import { createRng } from '../../shared/streams.ts';
import type { PointOutcomes } from './play-points.ts';
import { type InputVerdict, OUTCOMES, type OutcomeName } from './screen-inputs.ts';
import { CHANCE } from './screened-inputs.ts';
import { type DesignedPoint, POPULATION, rowsOf } from './sobol-design.ts';

/** Less than this part of the variance does not matter. */
export const LITTLE = 0.05;

/** Resamples of fewer rows say little of what others would be. */
export const FEWEST_ROWS = 16;

/** A point that was played, and what it came to. */
export type PlayedDesign = DesignedPoint & PointOutcomes;

/** How much of an outcome's variance an input explains. */
export interface InputIndex {
  readonly outcome: OutcomeName;
  readonly input: string;
  /** By itself. Null: chance lies within a population, and has no effect by itself. */
  readonly first: Ranged | null;
  /** With all its interactions. */
  readonly total: Ranged;
  /** With others and not by itself. */
  readonly interaction: Ranged | null;
  /** By how much its total is larger than that of chance alone. Null: of what is drawn. */
  readonly beyondChance: Ranged | null;
  readonly verdict: InputVerdict | null;
  /** Whether it is shown to interact. Null: of what is drawn. */
  readonly interacts: boolean | null;
}

/**
 * Indices of every input and outcome, the largest total of each outcome first. Whether a parameter matters is said
 * against chance alone, and whether it interacts against 0; each at 95 % for all parameters of an outcome together
 * (Bonferroni).
 */
export function measureIndices(
  played: readonly PlayedDesign[],
  inputs: readonly string[],
  { seed }: { readonly seed: string },
): InputIndex[] {
  const chance = inputs.indexOf(CHANCE);
  const parameters = inputs.filter((input) => input !== CHANCE && input !== POPULATION).length;
  const all = { confidence: 1 - 0.05 / parameters };
  return (Object.keys(OUTCOMES) as OutcomeName[]).flatMap((outcome) => {
    const rows = rowsOf(played, inputs, (one) => one[outcome]);
    const rng = createRng('Sobol indices', seed, outcome);
    return inputs
      .map((input, at): InputIndex => {
        const isDrawn = input === CHANCE || input === POPULATION;
        const total = sobolContrast(rows, (parts) => parts.total(at), rng);
        if (input === CHANCE) return { outcome, input, total, first: null, interaction: null, ...DRAWN };
        const first = sobolContrast(rows, (parts) => parts.first(at), rng);
        const interaction = sobolContrast(rows, (parts) => parts.total(at) - parts.first(at), rng, isDrawn ? {} : all);
        if (isDrawn) return { outcome, input, total, first, interaction, ...DRAWN };
        const beyondChance = sobolContrast(rows, (parts) => parts.total(at) - parts.total(chance), rng, all);
        return {
          ...{ outcome, input, total, first, interaction, beyondChance },
          verdict: rows.length < FEWEST_ROWS ? 'undecided' : verdictOf(beyondChance),
          interacts: rows.length >= FEWEST_ROWS && (interaction.low ?? 0) > 0,
        };
      })
      .sort((a, b) => (b.total.estimate ?? -1) - (a.total.estimate ?? -1));
  });
}

const DRAWN = { beyondChance: null, verdict: null, interacts: null };

function verdictOf({ low, high }: Ranged): InputVerdict {
  if (low === null || high === null) return 'undecided';
  if (low > 0) return 'matters';
  return high < LITTLE ? 'no more than chance' : 'undecided';
}
