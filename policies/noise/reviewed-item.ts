/** One operator's answer among several on the same suggestion. */
export interface ItemReview {
  readonly operator: string;
  readonly accepted: boolean;
}

/** A suggestion that several operators answered, none of them knowing what the others said. */
export interface ReviewedItem {
  readonly reviews: readonly ItemReview[];
  /**
   * Group in which the share of right suggestions may differ from other groups', while operators err as they do
   * everywhere: a procedure, a kind of action. Absent: all are one group.
   */
  readonly stratum?: string;
}

export const WHOLE = 'all';

/** Items by stratum, in order of name. */
export function byStratum(items: readonly ReviewedItem[]): ReadonlyMap<string, readonly ReviewedItem[]> {
  const strata = new Map<string, ReviewedItem[]>();
  for (const item of items) {
    const stratum = item.stratum ?? WHOLE;
    const group = strata.get(stratum);
    if (group) group.push(item);
    else strata.set(stratum, [item]);
  }
  return new Map([...strata].sort(([a], [b]) => (a < b ? -1 : 1)));
}
