import { actionTarget } from '../../../harness/contract/action.ts';
import type { Example, Suggestion } from '../../../harness/contract/policy.ts';
import { SUGGESTED } from '../../screens/suggesting/rank.ts';

/** Confidence of what a member does not list: below all that it would. */
const UNLISTED = 1e-4;
const WEIGHTS = Array.from({ length: 11 }, (_, tenth) => tenth / 10);

type Entry = Suggestion['ranked'][number];

/**
 * One suggestion from two: confidences multiplied as p^weight · q^(1−weight) and normalised over all that either lists.
 * Forms are filled in as the first does, where it lists them.
 */
export function mixSuggestions(first: Suggestion, second: Suggestion, weight: number): Suggestion {
  const both = [byTarget(first), byTarget(second)] as const;
  const targets = [...new Set([...both[0].keys(), ...both[1].keys()])];
  const scores = targets.map((target) => {
    const [p, q] = both.map((entries) => Math.max(UNLISTED, entries.get(target)?.confidence ?? 0)) as [number, number];
    return weight * Math.log(p) + (1 - weight) * Math.log(q);
  });
  const top = Math.max(...scores);
  const shares = scores.map((score) => Math.exp(score - top));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const ranked = targets
    .map((target, at) => ({
      action: (both[0].get(target) ?? both[1].get(target)!).action,
      confidence: shares[at]! / total,
    }))
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, SUGGESTED);
  return { ranked };
}

/** The weight of the first under which the examples' targets are likeliest; of equal ones the nearest to a half. */
export function bestWeight(
  examples: readonly Example[],
  first: readonly Suggestion[],
  second: readonly Suggestion[],
): number {
  let best = { weight: 0.5, loss: Number.POSITIVE_INFINITY };
  for (const weight of [...WEIGHTS].sort((a, b) => Math.abs(a - 0.5) - Math.abs(b - 0.5))) {
    let loss = 0;
    for (const [at, { action }] of examples.entries()) {
      const target = actionTarget(action);
      const { ranked } = mixSuggestions(first[at]!, second[at]!, weight);
      const right = ranked.find((entry) => actionTarget(entry.action) === target);
      loss -= Math.log(Math.max(UNLISTED, right?.confidence ?? 0));
    }
    if (loss < best.loss) best = { weight, loss };
  }
  return best.weight;
}

function byTarget({ ranked }: Suggestion): Map<string, Entry> {
  return new Map(ranked.map((entry) => [actionTarget(entry.action), entry]));
}
