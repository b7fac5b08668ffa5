import { type SessionSpread, sessionsToDecide, type Verdict } from './verdict.ts';

/** One difference of a family, as `pairedDifference` gives it. */
export interface Comparable {
  /** Null: one of the two has no value. */
  readonly estimate: number | null;
  readonly of: number;
  /** Which direction is the good one. Null: neither, and there is no verdict. */
  readonly better: 'higher' | 'lower' | null;
  /** Differences within it are equivalent. */
  readonly margin: number;
  /** Probability of so large a difference, or a larger one, if there were none. Null: the spread is not known. */
  readonly p: number | null;
  /** The same if the difference were at the nearer end of the margin; 1 where it lies outside. */
  readonly pWithin: number | null;
  /** How the sessions' parts in the difference spread; null where that is not known. */
  readonly spread: SessionSpread | null;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** Of an undecided comparison: how many sessions would decide it, in 80 % of repeats, if the difference is the one seen. */
  readonly sessionsToDecide: number | null;
}

/** `holm`: no false verdict in the family. `false-discovery`: few of its verdicts are false. Each at 5 %. */
export type Correction = 'holm' | 'false-discovery';

const LEVEL = 0.05;

/**
 * Verdicts of comparisons that are read together, corrected for being many: differences among one another, and
 * equivalences among one another. Of a family of one it is what the interval says.
 *
 * Comparisons without a spread are undecided, and are no part of the family.
 */
export function judgeFamily(family: readonly Comparable[], correction: Correction): (Judgement | null)[] {
  const raise = correction === 'holm' ? holm : benjaminiHochberg;
  const tested = family.filter(({ p, better }) => p !== null && better !== null);
  const apart = raise(tested.map(({ p }) => p ?? 1));
  const within = raise(tested.map(({ pWithin }) => pWithin ?? 1));
  const verdicts = new Map(
    tested.map((one, i) => [one, verdict(one, apart[i] as number, within[i] as number)] as const),
  );
  const decided = [...verdicts.values()].filter((one) => one !== 'undecided').length;
  const share = correction === 'holm' ? 1 / (tested.length - decided) : (decided + 1) / tested.length;
  return family.map((one) => {
    if (one.better === null) return null;
    const found = verdicts.get(one) ?? 'undecided';
    const { estimate: difference, spread, margin } = one;
    const known = found === 'undecided' && difference !== null && spread !== null;
    return {
      verdict: found,
      sessionsToDecide: known ? sessionsToDecide({ difference, margin, spread }, 1 - LEVEL * share) : null,
    };
  });
}

/** Verdict of one comparison by itself. Throws: where neither direction is the good one. */
export function judge(one: Comparable): Judgement {
  const [found] = judgeFamily([one], 'holm');
  if (!found) throw new Error('A difference of which neither direction is good has no verdict.');
  return found;
}

function verdict({ estimate: difference, better }: Comparable, apart: number, within: number): Verdict {
  if (difference === null) return 'undecided';
  if (apart < LEVEL) return difference > 0 === (better === 'higher') ? 'better' : 'worse';
  return within < LEVEL ? 'equivalent' : 'undecided';
}

/**
 * p-values of a family of tests, so raised that all tests at or below a level together make any false discovery with at
 * most its probability. Holds however the tests depend on one another. Source: Holm 1979.
 */
export function holm(ps: readonly number[]): number[] {
  let most = 0;
  return inOrder(ps, (p, rank) => {
    most = Math.max(most, Math.min(1, p * (ps.length - rank)));
    return most;
  });
}

/**
 * The same so that of the tests at or below a level at most that share is false in the mean: for tables, of which one
 * reads what stands out. Holds for tests that are independent or rise together. Source: Benjamini & Hochberg 1995.
 */
export function benjaminiHochberg(ps: readonly number[]): number[] {
  let least = 1;
  const raised = [...ps].sort((a, b) => a - b).map((p, rank) => (p * ps.length) / (rank + 1));
  for (let rank = raised.length - 1; rank >= 0; rank--) {
    least = Math.min(least, raised[rank] as number);
    raised[rank] = least;
  }
  return inOrder(ps, (_, rank) => raised[rank] as number);
}

/** Values by rank of the p-values, smallest first, given back in the order of the p-values. */
function inOrder(ps: readonly number[], value: (p: number, rank: number) => number): number[] {
  const places = ps.map((_, i) => i).sort((a, b) => (ps[a] as number) - (ps[b] as number));
  const found = ps.map(() => 1);
  places.forEach((place, rank) => {
    found[place] = value(ps[place] as number, rank);
  });
  return found;
}
