import { sumOf } from '../../harness/shared/numbers.ts';
import { NO_ESTIMATE, type Ranged } from './interval.ts';

/**
 * Unweighted mean of independent estimates, such as the shares of groups that share no session, from their own intervals.
 * Each side is the root of the summed squares of that side's distances, over their number: the ends are as lopsided as
 * the groups' are, stay in their range, and have no width zero where each group has one. Which groups there are is taken
 * as given.
 *
 * Null estimate: there is no group, or one has none. Null ends: one group has none.
 * Source: Zou & Donner 2008, "Construction of confidence limits about effect measures", variances recovered from limits.
 */
export function meanOfGroups(groups: readonly Ranged[]): Ranged {
  const [only, ...others] = groups;
  if (only && others.length === 0) return { estimate: only.estimate, low: only.low, high: only.high };
  const estimates = groups.flatMap(({ estimate }) => estimate ?? []);
  if (estimates.length === 0 || estimates.length < groups.length) return NO_ESTIMATE;
  const estimate = sumOf(estimates) / groups.length;
  const side = (end: 'low' | 'high') => {
    let squares = 0;
    for (const group of groups) {
      const at = group[end];
      if (at === null) return null;
      squares += (at - (group.estimate ?? 0)) ** 2;
    }
    return Math.sqrt(squares) / groups.length;
  };
  const [below, above] = [side('low'), side('high')];
  if (below === null || above === null) return { estimate, low: null, high: null };
  return { estimate, low: estimate - below, high: estimate + above };
}
