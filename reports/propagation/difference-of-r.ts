import { caseOfTrace } from '../../harness/contract/trace.ts';
import type { TwinPair } from '../../harness/contract/twin.ts';
import type { Ranged } from '../figures/schema.ts';
import { pairedDifference } from '../stats/paired-difference.ts';
import type { KeyedSums } from '../stats/session-sums.ts';
import { furtherErrors } from './reproduction-number.ts';
import { usablePairs } from './usable-pairs.ts';

/** Difference of two reproduction numbers: a session that errs in both counts as a pair. */
export function differenceOfR(one: readonly TwinPair[], other: readonly TwinPair[]): Ranged {
  const both = [usablePairs(one), usablePairs(other)];
  const all = both.flat();
  const cases = new Map(all.map(({ run }) => [run.session, caseOfTrace(run)]));
  const sessions = [...cases.keys()];
  // Sums must not be negative: every value is raised by the same, which takes nothing from the difference.
  const raise = Math.max(0, ...all.map((pair) => -furtherErrors(pair)));
  const [after, before] = both.map((pairs): KeyedSums => {
    const at = new Map(sessions.map((session, place) => [session, place]));
    const numerators = sessions.map(() => 0);
    const denominators = sessions.map(() => 0);
    for (const pair of pairs) {
      const place = at.get(pair.run.session) ?? 0;
      numerators[place] = (numerators[place] ?? 0) + pair.weight * (furtherErrors(pair) + raise);
      denominators[place] = (denominators[place] ?? 0) + pair.weight;
    }
    return { sessions, numerators, denominators, cases: [...cases.values()] };
  }) as [KeyedSums, KeyedSums];
  return pairedDifference(after, before, 'count', null);
}
