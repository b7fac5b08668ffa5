import type { Ranged } from '../../../reports/stats/interval.ts';
import { meanEstimate } from '../../../reports/stats/mean-estimate.ts';
import { elementaryEffects, type Screening, screeningOf, type Trajectory } from '../../../reports/stats/morris.ts';
import { ANY_NUMBER } from '../../../reports/stats/range.ts';
import { SHARE_MARGIN } from '../../../reports/stats/verdict.ts';
import type { PointOutcomes } from './play-points.ts';
import { CATEGORIES, CHANCE, INPUTS, type PointSettings } from './screened-inputs.ts';

/** A point of a trajectory, and what it came to. */
export interface PlayedPoint extends PointOutcomes {
  /** Both from 1. */
  readonly trajectory: number;
  readonly point: number;
  readonly settings: PointSettings;
}

/** What is measured of each run. */
export const OUTCOMES = {
  automated: 'sessions automated',
  saved: 'operators’ time saved',
  goals: 'goals reached',
} as const;
export type OutcomeName = keyof typeof OUTCOMES;

/** σ of as much as μ*: the effect differs from place to place by as much as it is large. */
const MUCH_SPREAD = 1;

/** `matters`: more than chance does. `no more than chance`: not by the margin. `undecided`: neither is shown. */
export type InputVerdict = 'matters' | 'no more than chance' | 'undecided';

/** What one input does to one outcome. */
export interface ScreenedEffect extends Screening {
  readonly outcome: OutcomeName;
  readonly input: string;
  /** By how much its effects are larger than those of chance alone, over trajectories. Null: it is chance itself. */
  readonly beyondChance: Ranged | null;
  readonly verdict: InputVerdict | null;
}

/**
 * Effects of every input on every outcome, the largest of each outcome first. Whether an input matters is said against
 * chance alone, trajectory by trajectory, at 95 % for all inputs of an outcome together (Bonferroni).
 */
export function screenInputs(trajectories: readonly Trajectory[], played: readonly PlayedPoint[]): ScreenedEffect[] {
  return (Object.keys(OUTCOMES) as OutcomeName[]).flatMap((outcome) => {
    const effects = trajectories.map((trajectory, at) => {
      const own = played.filter((point) => point.trajectory === at + 1).sort((a, b) => a.point - b.point);
      return elementaryEffects(
        trajectory,
        own.map((point) => point[outcome]),
      );
    });
    const effectsOf = (input: string) => effects.map((each) => each[INPUTS.indexOf(input)] ?? null);
    const chance = effectsOf(CHANCE);
    return INPUTS.map((input): ScreenedEffect => {
      const own = effectsOf(input);
      const screened = screeningOf(own);
      // From which category to which is drawn: the sign says nothing, and nor does a spread.
      const signed = CATEGORIES.has(input) ? { mu: null, sigma: null } : {};
      const beyondChance = input === CHANCE ? null : largerThan(own, chance);
      return { outcome, input, ...screened, ...signed, beyondChance, verdict: beyondChance && verdictOf(beyondChance) };
    }).sort((a, b) => (b.muStar.estimate ?? -1) - (a.muStar.estimate ?? -1));
  });
}

function largerThan(effects: readonly (number | null)[], others: readonly (number | null)[]): Ranged {
  const differences = effects.flatMap((effect, at) => {
    const other = others[at] ?? null;
    return effect === null || other === null ? [] : [Math.abs(effect) - Math.abs(other)];
  });
  return meanEstimate(differences, ANY_NUMBER, 1 - 0.05 / (INPUTS.length - 1));
}

function verdictOf({ low, high }: Ranged): InputVerdict {
  if (low === null || high === null) return 'undecided';
  if (low > 0) return 'matters';
  return high < SHARE_MARGIN ? 'no more than chance' : 'undecided';
}

/** Whether an input's effect differs much from place to place: it interacts, is far from linear, or both. */
export const varies = ({ sigma, muStar }: Screening) =>
  sigma !== null && muStar.estimate !== null && sigma >= MUCH_SPREAD * muStar.estimate;
