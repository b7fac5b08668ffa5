import { clopperPearsonLower } from './binomial.ts';
import { percent } from './percent.ts';
import type { Passed } from './threshold.ts';

/** What was seen at a threshold: `95 of 100 held-out actions at or above 0.8000 were accepted`. */
export function seenAt({ accepted, passed, threshold }: Passed): string {
  return `${accepted} of ${passed} held-out actions at or above ${threshold.toFixed(4)} were accepted`;
}

/** What was seen at a threshold and what it shows at level delta, by the Clopper-Pearson bound. */
export function shownAt(at: Passed, delta: number): string {
  const bound = clopperPearsonLower(at.accepted, at.passed, delta);
  return `${seenAt(at)}, at least ${percent(bound)} with confidence ${percent(1 - delta)}`;
}

/** Why so few examples can show nothing. */
export function tooFew(share: number, needed: number, given: number): string {
  return `an acceptance of ${percent(share)} takes at least ${needed} held-out examples: there are ${given}`;
}
