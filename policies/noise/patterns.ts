import { type ReviewedItem, WHOLE } from './reviewed-item.ts';

/** What one operator, or all of them, answered to an item. */
export interface Answers {
  /** Empty where all operators count as one. */
  readonly operator: string;
  readonly accepted: number;
  readonly rejected: number;
}

/** Items of one stratum that were answered alike. */
export interface Pattern {
  readonly stratum: string;
  readonly answers: readonly Answers[];
  readonly count: number;
}

/** The distinct patterns among items, in an order that does not depend on the items', and each item's place there. */
export function patternsOf(
  items: readonly ReviewedItem[],
  perOperator: boolean,
): { readonly patterns: readonly Pattern[]; readonly patternOf: readonly number[] } {
  const keys = items.map((item) => {
    const { stratum, answers } = patternOf(item, perOperator);
    return JSON.stringify([
      stratum,
      ...answers.map(({ operator, accepted, rejected }) => [operator, accepted, rejected]),
    ]);
  });
  const counts = new Map<string, { item: ReviewedItem; count: number }>();
  for (const [at, key] of keys.entries()) {
    const known = counts.get(key);
    if (known) known.count++;
    else counts.set(key, { item: items[at]!, count: 1 });
  }
  const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const place = new Map(sorted.map(([key], at) => [key, at]));
  return {
    patterns: sorted.map(([, { item, count }]) => ({ ...patternOf(item, perOperator), count })),
    patternOf: keys.map((key) => place.get(key)!),
  };
}

function patternOf({ reviews, stratum = WHOLE }: ReviewedItem, perOperator: boolean): Omit<Pattern, 'count'> {
  const answers = reviews.map(({ operator, accepted }) => ({
    operator: perOperator ? operator : '',
    accepted: accepted ? 1 : 0,
    rejected: accepted ? 0 : 1,
  }));
  if (perOperator) return { stratum, answers: answers.sort((a, b) => (a.operator < b.operator ? -1 : 1)) };
  const sum = (of: 'accepted' | 'rejected') => answers.reduce((all, one) => all + one[of], 0);
  return { stratum, answers: [{ operator: '', accepted: sum('accepted'), rejected: sum('rejected') }] };
}
