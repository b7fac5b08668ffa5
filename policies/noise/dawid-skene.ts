import type { NoiseRates } from '../../harness/contract/noise-rates.ts';
import { identifiability } from './identifiable.ts';
import { type Pattern, patternsOf } from './patterns.ts';
import type { ReviewedItem } from './reviewed-item.ts';

export interface DawidSkeneOptions {
  /** Whether each operator has rates of their own; by default all err alike. */
  readonly perOperator?: boolean;
  /** Share of right suggestions, where it is known, the same in every stratum. Range: (0, 1). */
  readonly accuracy?: number;
  /** Rounds after which the search ends in any case; 10,000 by default. */
  readonly maxRounds?: number;
}

export interface DawidSkene {
  /** Over all answers: of each operator's rates, the mean weighted by their answers to right and to wrong suggestions. */
  readonly rates: NoiseRates;
  /** By operator; empty where all err alike. */
  readonly operators: ReadonlyMap<string, NoiseRates>;
  /** Share of right suggestions, by stratum. */
  readonly accuracies: ReadonlyMap<string, number>;
  /** P(right) of each item given its answers. Shape: [items]. */
  readonly posteriors: readonly number[];
  readonly logLikelihood: number;
  readonly rounds: number;
  readonly converged: boolean;
  /** What the answers cannot show and has to be taken on trust. */
  readonly assumes: string;
}

/** Rates are kept this far from 0 and 1, so that no answer is impossible. */
const EDGE = 1e-9;
/** The search ends when no pattern's posterior moves by more. */
const STILL = 1e-11;

interface Model {
  /** By stratum. */
  readonly accuracies: ReadonlyMap<string, number>;
  /** By operator, or one under the empty name. */
  readonly rates: ReadonlyMap<string, NoiseRates>;
}

/**
 * Estimates operators' rates and which suggestions are right from several answers to the same suggestions, by maximum
 * likelihood: expectation maximisation from the majority's view, ties counting half. Nothing is drawn.
 *
 * Answers cannot tell right from wrong suggestions by name: of the two mirrored explanations it takes the one in which
 * α + β < 1. Throws: where the rates do not follow from such answers, saying what more is needed (see
 * `identifiability`); where an operator answers one item twice; and where a known accuracy leaves only the explanation
 * with α + β ≥ 1. Source: Dawid & Skene 1979; strata as in Hui & Walter 1980.
 */
export function dawidSkene(items: readonly ReviewedItem[], options: DawidSkeneOptions = {}): DawidSkene {
  const { perOperator = false, accuracy, maxRounds = 10_000 } = options;
  checkItems(items, accuracy);
  const { identified, reason } = identifiability(items, { perOperator, accuracyKnown: accuracy !== undefined });
  if (!identified) throw new Error(reason);
  const { patterns, patternOf } = patternsOf(items, perOperator);
  let posteriors: readonly number[] = patterns.map(majority);
  let model = maximised(patterns, posteriors, accuracy);
  let moved = Number.POSITIVE_INFINITY;
  let rounds = 0;
  for (; rounds < maxRounds && moved > STILL; rounds++) {
    const next = patterns.map((pattern) => likelihood(pattern, model).posterior);
    moved = next.reduce((most, one, at) => Math.max(most, Math.abs(one - posteriors[at]!)), 0);
    posteriors = next;
    model = maximised(patterns, posteriors, accuracy);
  }
  const pooled = pooledRates(patterns, posteriors);
  const mirrored = pooled.alpha + pooled.beta > 1;
  if (mirrored && accuracy !== undefined)
    throw new Error(
      `with an accuracy of ${accuracy} the likeliest rates are alpha ${pooled.alpha.toFixed(3)} and beta ${pooled.beta.toFixed(3)}, which sum to 1 or more: give the true accuracy, or audit some answers`,
    );
  const found = mirrored ? mirror(model) : model;
  return {
    rates: mirrored ? swapped(pooled) : pooled,
    operators: perOperator ? found.rates : new Map(),
    accuracies: found.accuracies,
    posteriors: patternOf.map((at) => (mirrored ? 1 - posteriors[at]! : posteriors[at]!)),
    logLikelihood: patterns.reduce((sum, pattern) => sum + pattern.count * likelihood(pattern, model).logarithm, 0),
    rounds,
    converged: moved <= STILL,
    assumes: reason,
  };
}

function checkItems(items: readonly ReviewedItem[], accuracy: number | undefined): void {
  if (accuracy !== undefined && !(accuracy > 0 && accuracy < 1))
    throw new Error(`accuracy is ${accuracy}: give a number between 0 and 1`);
  for (const [at, { reviews }] of items.entries())
    if (new Set(reviews.map(({ operator }) => operator)).size < reviews.length)
      throw new Error(`item ${at} has two answers of one operator, which are not independent: keep the first`);
}

function majority({ answers }: Pattern): number {
  const accepted = answers.reduce((sum, one) => sum + one.accepted, 0);
  const rejected = answers.reduce((sum, one) => sum + one.rejected, 0);
  return accepted > rejected ? 1 : accepted < rejected ? 0 : 0.5;
}

interface Tally {
  rightRejected: number;
  right: number;
  wrongAccepted: number;
  wrong: number;
}

/** Answers by operator, shared among right and wrong suggestions as the posteriors say. */
function tallies(patterns: readonly Pattern[], posteriors: readonly number[]): ReadonlyMap<string, Tally> {
  const all = new Map<string, Tally>();
  for (const [at, { answers, count }] of patterns.entries()) {
    const right = posteriors[at]! * count;
    const wrong = count - right;
    for (const { operator, accepted, rejected } of answers) {
      const tally = all.get(operator) ?? { rightRejected: 0, right: 0, wrongAccepted: 0, wrong: 0 };
      all.set(operator, tally);
      tally.right += right * (accepted + rejected);
      tally.rightRejected += right * rejected;
      tally.wrong += wrong * (accepted + rejected);
      tally.wrongAccepted += wrong * accepted;
    }
  }
  return all;
}

function ratesOf({ right, rightRejected, wrong, wrongAccepted }: Tally): NoiseRates {
  const share = (part: number, whole: number) => inside(whole > 0 ? part / whole : 0);
  return { alpha: share(rightRejected, right), beta: share(wrongAccepted, wrong) };
}

/** The rates and shares under which the answers are likeliest, with suggestions as right as the posteriors say. */
function maximised(patterns: readonly Pattern[], posteriors: readonly number[], accuracy: number | undefined): Model {
  const rates = new Map([...tallies(patterns, posteriors)].map(([operator, tally]) => [operator, ratesOf(tally)]));
  const strata = new Map<string, { right: number; items: number }>();
  for (const [at, { stratum, count }] of patterns.entries()) {
    const sofar = strata.get(stratum) ?? { right: 0, items: 0 };
    strata.set(stratum, { right: sofar.right + posteriors[at]! * count, items: sofar.items + count });
  }
  const accuracies = new Map(
    [...strata].map(([stratum, { right, items }]) => [stratum, accuracy ?? inside(right / items)]),
  );
  return { accuracies, rates };
}

function pooledRates(patterns: readonly Pattern[], posteriors: readonly number[]): NoiseRates {
  const all = { rightRejected: 0, right: 0, wrongAccepted: 0, wrong: 0 };
  for (const tally of tallies(patterns, posteriors).values())
    for (const key of Object.keys(all) as (keyof Tally)[]) all[key] += tally[key];
  return ratesOf(all);
}

/** P(right | answers), and the logarithm of the answers' probability. */
function likelihood({ stratum, answers }: Pattern, { accuracies, rates }: Model) {
  const accuracy = accuracies.get(stratum)!;
  let [right, wrong] = [Math.log(accuracy), Math.log(1 - accuracy)];
  for (const { operator, accepted, rejected } of answers) {
    const { alpha, beta } = rates.get(operator)!;
    right += accepted * Math.log(1 - alpha) + rejected * Math.log(alpha);
    wrong += accepted * Math.log(beta) + rejected * Math.log(1 - beta);
  }
  const top = Math.max(right, wrong);
  const logarithm = top + Math.log(Math.exp(right - top) + Math.exp(wrong - top));
  return { posterior: Math.exp(right - logarithm), logarithm };
}

/** The same explanation with right and wrong suggestions exchanged. */
function mirror({ accuracies, rates }: Model): Model {
  return {
    accuracies: new Map([...accuracies].map(([stratum, accuracy]) => [stratum, 1 - accuracy])),
    rates: new Map([...rates].map(([operator, one]) => [operator, swapped(one)])),
  };
}

function swapped({ alpha, beta }: NoiseRates): NoiseRates {
  return { alpha: 1 - beta, beta: 1 - alpha };
}

function inside(rate: number): number {
  return Math.min(1 - EDGE, Math.max(EDGE, rate));
}
