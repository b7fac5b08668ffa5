/** P(either of two independent things happens). A second of 0 gives the very same first. */
export function probabilityOfEither(first: number, second: number): number {
  return first + Math.min(1, Math.max(0, second)) * (1 - first);
}
