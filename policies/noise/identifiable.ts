import { byStratum, type ReviewedItem } from './reviewed-item.ts';

export interface IdentifiabilityOptions {
  /** Whether every operator has rates of their own. */
  readonly perOperator: boolean;
  /** Whether the share of right suggestions is known. */
  readonly accuracyKnown: boolean;
}

/** Whether the answers can tell the rates, and what has to be taken on trust for it. */
export interface Identifiability {
  readonly identified: boolean;
  /** What is assumed, where identified; what is lacking and how to get it, where not. */
  readonly reason: string;
}

/**
 * Says whether noise rates follow from several operators' answers to the same suggestions.
 *
 * Answers are a mixture of two kinds of suggestions, right and wrong. With three independent answers to a suggestion the
 * mixture is identified up to the names of the two kinds, which α + β < 1 settles. With two, the answers give one
 * number too few, agreement: a share of right suggestions that is known makes up for it, or a second stratum of
 * another share in which operators err alike; strata count as other only where they are accepted unequally often by more
 * than chance. Rates of each operator apart need every operator in an answered triple, or in the same pair in two such
 * strata. Sufficient conditions. Source: Kruskal 1977; Hui & Walter 1980.
 */
export function identifiability(
  items: readonly ReviewedItem[],
  { perOperator, accuracyKnown }: IdentifiabilityOptions,
): Identifiability {
  if (!perOperator) {
    if (items.some(isTriple)) return known('');
    const pairs = items.filter(isPair);
    if (pairs.length > 0 && accuracyKnown) return known('; the given accuracy is right');
    if (strataDiffer(pairs)) return known(ALIKE);
    return unknown('give the accuracy, ', '');
  }
  const operators = new Set(items.flatMap(({ reviews }) => reviews.map(({ operator }) => operator)));
  const lacking = [...operators].filter((operator) => !inCompany(operator, items)).sort();
  if (operators.size === 0 || lacking.length > 0)
    return unknown('', ` (${lacking.slice(0, 3).join(', ') || 'nobody'})`);
  return known(items.some(isTriple) ? '' : ALIKE);
}

const ALIKE = '; they err alike in every stratum';

function known(more: string): Identifiability {
  return {
    identified: true,
    reason: `Assumes that operators err independently of one another given the truth, and less than by chance${more}.`,
  };
}

function unknown(remedy: string, who: string): Identifiability {
  return {
    identified: false,
    reason: `two answers to a suggestion tell how often operators agree and not how often they err${who}: get three answers to some suggestions, ${remedy}or name strata in which suggestions are right unequally often`,
  };
}

const isTriple = ({ reviews }: ReviewedItem) => reviews.length >= 3;
const isPair = ({ reviews }: ReviewedItem) => reviews.length === 2;

function inCompany(operator: string, items: readonly ReviewedItem[]): boolean {
  const own = items.filter(({ reviews }) => reviews.some((review) => review.operator === operator));
  if (own.some(isTriple)) return true;
  const partners = new Map<string, ReviewedItem[]>();
  for (const item of own.filter(isPair)) {
    const partner = item.reviews.find((review) => review.operator !== operator)?.operator ?? '';
    partners.set(partner, [...(partners.get(partner) ?? []), item]);
  }
  return [...partners.values()].some(strataDiffer);
}

/** Strata count as unequal where their shares of accepted answers are this many standard errors apart. */
const FAR = 2;

/** Whether the strata accepted most and least often differ by more than chance. */
function strataDiffer(items: readonly ReviewedItem[]): boolean {
  const shares = [...byStratum(items).values()].map((some) => {
    const accepted = some.map(({ reviews }) => reviews.filter((review) => review.accepted).length / reviews.length);
    const mean = accepted.reduce((sum, one) => sum + one, 0) / some.length;
    const variance = accepted.reduce((sum, one) => sum + (one - mean) ** 2, 0) / some.length;
    return { mean, error: variance / some.length };
  });
  const sorted = shares.sort((a, b) => a.mean - b.mean);
  const [low, high] = [sorted[0], sorted.at(-1)];
  return low !== undefined && high !== undefined && high.mean - low.mean > FAR * Math.sqrt(low.error + high.error);
}
