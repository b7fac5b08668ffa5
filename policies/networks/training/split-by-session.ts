import { hashFeature } from '../../screens/features/hash.ts';

/** Examples for training and those held out; no session is in both. */
export interface Split<T> {
  readonly train: readonly T[];
  readonly heldOut: readonly T[];
}

/**
 * Splits examples by a hash of their session, so that order and number of the others do not matter: one session in
 * `heldOutOneIn` is held out.
 */
export function splitBySession<T extends { readonly session: string }>(
  examples: readonly T[],
  seed: string,
  heldOutOneIn = 10,
): Split<T> {
  const isHeldOut = ({ session }: T) => (hashFeature(`${seed} held out ${session}`) >>> 0) % heldOutOneIn === 0;
  return { train: examples.filter((one) => !isHeldOut(one)), heldOut: examples.filter(isHeldOut) };
}

/** Fewer held-out examples than this say too little about when to stop, and about a temperature. */
const FEWEST_HELD_OUT = 100;

/** Whether so many held-out examples can decide anything. */
export function decides(heldOut: readonly unknown[]): boolean {
  return heldOut.length >= FEWEST_HELD_OUT;
}
