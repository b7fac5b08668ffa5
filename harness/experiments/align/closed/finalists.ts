import type { Learned } from '../learn.ts';
import { type Method, zeroOf } from '../methods.ts';

/** A trained method that may be played in closed loop. */
export interface Trained extends Pick<Learned, 'heldOut' | 'parameters'> {
  readonly method: Method;
}

/**
 * Who is played in closed loop: plain cross entropy, and of the methods beside it the one named; where none is, the one
 * whose choices are most often those of held-out answers, the first of equals.
 */
export function finalists(trained: readonly Trained[], named?: string): Trained[] {
  const zeros = trained.filter(({ method }) => zeroOf(method) === null);
  const others = trained.filter(({ method }) => zeroOf(method) !== null);
  const best =
    named === undefined
      ? others.reduce<Trained | undefined>((a, b) => (a && a.heldOut >= b.heldOut ? a : b), undefined)
      : others.find(({ method }) => method.name === named);
  return best ? [...zeros, best] : zeros;
}
