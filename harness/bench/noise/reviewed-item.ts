/** One operator's answer among several on the same suggestion. */
interface ItemReview {
  readonly operator: string;
  readonly accepted: boolean;
}

/** A suggestion that several operators answered, none of them knowing what the others said. */
export interface ReviewedItem {
  readonly reviews: readonly ItemReview[];
}
