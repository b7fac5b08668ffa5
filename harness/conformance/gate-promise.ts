import { binomialUpperTail } from '../../policies/gates/support/binomial.ts';
import { type KnownSuggestion, violationRate } from '../bench/noise/violation-rate.ts';
import type { GateOptions, GateRecipe } from '../contract/gate.ts';
import { createRng } from '../shared/streams.ts';

const ACTION = { kind: 'click_control', control: 'button:x' } as const;
const OPTIONS: GateOptions = { targetPrecision: 0.9, delta: 0.05 };
/** How much more often than promised a gate has to err to be found out. */
const FOUND_OUT = 1.3;
/** Probability of blaming a gate that errs exactly as often as it may, and of letting one go that errs so much more. */
const DOUBT = { blame: 0.001, miss: 0.01 };
/** Answers that a gate is set from. */
const SAMPLE = 600;

/** So many redraws, of which at most so many may break the promise. */
export interface Trial {
  readonly redraws: number;
  readonly most: number;
}

/** The fewest redraws, in hundreds, that tell an error rate of δ from one of 1.3 δ with both doubts. */
export function redrawsThatTell(delta: number): Trial {
  for (let redraws = 100; ; redraws += 100) {
    let most = Math.floor(delta * redraws);
    while (binomialUpperTail(most + 1, redraws, delta) > DOUBT.blame) most++;
    if (1 - binomialUpperTail(most + 1, redraws, FOUND_OUT * delta) <= DOUBT.miss) return { redraws, most };
  }
}

/**
 * Suggestions of sessions of `size`, of which a share `right` is right at whatever score, to a suggestion. Of sessions
 * a share `together` is right or wrong altogether.
 */
function population(count: number, size: number, right: number, together: number): KnownSuggestion[] {
  const rng = createRng('test', 'scores of a population', String(size));
  const nth = (at: number, share: number) => Math.floor((at + 1) * share) > Math.floor(at * share);
  let whole = 0;
  let single = 0;
  return Array.from({ length: count / size }, (_, at) => {
    const common = nth(at, together) ? nth(whole++, right) : null;
    return Array.from(
      { length: size },
      (): KnownSuggestion => ({
        score: rng.next(),
        right: common ?? nth(single++, right),
        action: ACTION,
        procedure: null,
        session: `s${at}`,
      }),
    );
  }).flat();
}

/** As `population`, with scores in its own order where sessions are single suggestions: all thresholds are then alike. */
function alikeEverywhere(right: number): KnownSuggestion[] {
  return population(COUNT, 1, right, 0).map((one, at) => ({ ...one, score: at / COUNT }));
}

const COUNT = 60_000;
/** Just short of the target: a gate that opens errs. */
const SHORT = 0.8995;
const GOOD = 0.98;

const POPULATIONS = {
  actions: { unit: 'suggestion', short: () => alikeEverywhere(SHORT), good: () => alikeEverywhere(GOOD) },
  sessions: {
    unit: 'session',
    short: () => population(COUNT, 6, SHORT, 0.8),
    good: () => population(COUNT, 6, GOOD, 0.5),
  },
} as const;

/**
 * Throws where a gate breaks what it promises more often than it may, over redraws of the unit that it names; and where
 * it opens so seldom on what is clearly good enough that its promise is worth nothing.
 */
export function assertPromiseKept(recipe: GateRecipe, trial: Trial): void {
  if (recipe.promise === 'none') return;
  const { unit, short, good } = POPULATIONS[recipe.promise];
  const opened = redrawn(recipe, unit, good(), 100).openShare;
  if (opened < 0.5) throw new Error(`It opens in ${opened} of the draws from what is 98 % right: it promises nothing.`);
  const { violations } = redrawn(recipe, unit, short(), trial.redraws);
  if (violations > trial.most)
    throw new Error(
      `Of ${trial.redraws} redraws of ${recipe.promise} ${violations} broke the promise, and ${trial.most} may.`,
    );
}

function redrawn(recipe: GateRecipe, unit: 'session' | 'suggestion', people: readonly KnownSuggestion[], runs: number) {
  const noise = { alpha: 0, beta: 0 };
  const settings = { sample: SAMPLE, runs, noise, options: OPTIONS, unit };
  return violationRate(people, recipe, settings, createRng('test', 'promise', unit));
}
