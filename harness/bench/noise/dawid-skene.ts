import type { NoiseRates } from '../../contract/noise-rates.ts';
import type { ReviewedItem } from './reviewed-item.ts';

export interface DawidSkene {
  readonly rates: NoiseRates;
  /** Share of right suggestions. */
  readonly accuracy: number;
  /** P(right) of each item given its answers. Shape: [items]. */
  readonly posteriors: readonly number[];
}

/** Fewer answers to a suggestion tell how often operators agree, not how often they err. */
const ANSWERS_NEEDED = 3;
/** Rates are kept this far from 0 and 1, so that no answer is impossible. */
const EDGE = 1e-9;
/** The search ends when no pattern's posterior moves by more, or after so many rounds in any case. */
const STILL = 1e-11;
const MOST_ROUNDS = 10_000;

/** Items that were answered alike. */
interface Pattern {
  readonly accepted: number;
  readonly rejected: number;
  readonly count: number;
}

interface Model {
  readonly rates: NoiseRates;
  readonly accuracy: number;
}

/**
 * Estimates operators' rates and which suggestions are right from three or more answers to the same suggestions, by
 * maximum likelihood: expectation maximisation from the majority's view, ties counting half. Nothing is drawn.
 *
 * Takes on trust that operators err alike, independently of one another given the truth, and less than by chance:
 * answers cannot tell right from wrong suggestions by name, and from the majority's view the search ends at the one of
 * two mirrored explanations in which α + β < 1. Throws: where no item has three answers, and where an operator answers one item twice.
 * Source: Dawid & Skene 1979; that three answers suffice, Kruskal 1977.
 */
export function dawidSkene(items: readonly ReviewedItem[]): DawidSkene {
  checkItems(items);
  const keys = items.map(({ reviews }) => {
    const accepted = reviews.filter((review) => review.accepted).length;
    return `${accepted} of ${reviews.length}`;
  });
  const patterns = patternsOf(items, keys);
  let posteriors = new Map([...patterns].map(([key, pattern]) => [key, majority(pattern)]));
  let model = likeliest(patterns, posteriors);
  let moved = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MOST_ROUNDS && moved > STILL; round++) {
    const next = new Map([...patterns].map(([key, pattern]) => [key, posterior(pattern, model)]));
    moved = Math.max(...[...next].map(([key, one]) => Math.abs(one - posteriors.get(key)!)));
    posteriors = next;
    model = likeliest(patterns, posteriors);
  }
  return { ...model, posteriors: keys.map((key) => posteriors.get(key)!) };
}

function checkItems(items: readonly ReviewedItem[]): void {
  for (const [at, { reviews }] of items.entries())
    if (new Set(reviews.map(({ operator }) => operator)).size < reviews.length)
      throw new Error(`item ${at} has two answers of one operator, which are not independent: keep the first`);
  if (!items.some(({ reviews }) => reviews.length >= ANSWERS_NEEDED))
    throw new Error(
      [
        'fewer than three answers to a suggestion tell how often operators agree and not how often they err:',
        'get three answers to some suggestions',
      ].join(' '),
    );
}

/** The distinct patterns among items, in an order that does not depend on the items'. */
function patternsOf(items: readonly ReviewedItem[], keys: readonly string[]): ReadonlyMap<string, Pattern> {
  const patterns = new Map<string, Pattern>();
  for (const [at, { reviews }] of items.entries()) {
    const key = keys[at]!;
    const accepted = reviews.filter((review) => review.accepted).length;
    const count = (patterns.get(key)?.count ?? 0) + 1;
    patterns.set(key, { accepted, rejected: reviews.length - accepted, count });
  }
  return new Map([...patterns].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function majority({ accepted, rejected }: Pattern): number {
  return accepted > rejected ? 1 : accepted < rejected ? 0 : 0.5;
}

/** The rates and the share right under which the answers are likeliest, with suggestions as right as the posteriors say. */
function likeliest(patterns: ReadonlyMap<string, Pattern>, posteriors: ReadonlyMap<string, number>): Model {
  const right = { items: 0, answers: 0, rejected: 0 };
  const wrong = { items: 0, answers: 0, accepted: 0 };
  for (const [key, { accepted, rejected, count }] of patterns) {
    const share = posteriors.get(key)! * count;
    right.items += share;
    right.answers += share * (accepted + rejected);
    right.rejected += share * rejected;
    wrong.items += count - share;
    wrong.answers += (count - share) * (accepted + rejected);
    wrong.accepted += (count - share) * accepted;
  }
  const rate = (part: number, whole: number) => inside(whole > 0 ? part / whole : 0);
  return {
    rates: { alpha: rate(right.rejected, right.answers), beta: rate(wrong.accepted, wrong.answers) },
    accuracy: inside(right.items / (right.items + wrong.items)),
  };
}

/** P(right | answers). */
function posterior({ accepted, rejected }: Pattern, { accuracy, rates: { alpha, beta } }: Model): number {
  const right = Math.log(accuracy) + accepted * Math.log(1 - alpha) + rejected * Math.log(alpha);
  const wrong = Math.log(1 - accuracy) + accepted * Math.log(beta) + rejected * Math.log(1 - beta);
  return 1 / (1 + Math.exp(wrong - right));
}

function inside(rate: number): number {
  return Math.min(1 - EDGE, Math.max(EDGE, rate));
}
