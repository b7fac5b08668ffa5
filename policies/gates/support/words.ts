import type { AcceptanceGoal } from './acceptance-goal.ts';
import { clopperPearsonLower, fewestTrials, trialsToShow } from './binomial.ts';
import { type Passed, percent } from './threshold.ts';

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

/**
 * Why the threshold that came closest shows too little: too few answers, where enough of them were accepted; else too
 * many refusals, and what may be behind them.
 */
export function whyNotShown(closest: Passed, level: number, goal: AcceptanceGoal): string {
  const seen = shownAt(closest, level);
  const rate = closest.accepted / closest.passed;
  if (rate <= goal.share) return `too many refusals for ${percent(goal.share)}: at best ${seen}; ${goal.hint()}`;
  const fewest = fewestTrials(goal.share, level);
  const needed = rate < 1 ? trialsToShow(goal.share, level, rate) : fewest;
  const atRate = needed === null ? 'more than a million' : `about ${needed}`;
  return [
    `too few answers for ${percent(goal.share)}: at best ${seen};`,
    `it takes ${fewest} of ${fewest}${rate < 1 ? `, or ${atRate} at this rate` : ''}`,
  ].join(' ');
}
