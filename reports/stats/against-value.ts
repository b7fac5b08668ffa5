import type { Ranged } from './interval.ts';
import type { Comparable } from './judge-family.ts';
import { beyondStudentT, studentT } from './student-t.ts';

/**
 * A figure beside a value that was named before, such as a published claim, 1 or 0, from its 95 % interval over `of`
 * sessions (runs, operators): a member of a family to be judged. By itself it is apart where the interval leaves the
 * value out, and nothing else; what is not apart is undecided, as nothing is near enough to a value to equal it.
 *
 * The interval's reach on the side of the value, over Student's t, is taken for the standard error: ends may be lopsided.
 * Source: Altman & Bland 2011, "How to obtain the P value from a confidence interval".
 */
export function againstValue({ estimate, low, high }: Ranged, value: number, of: number): Comparable {
  const known = { of, better: 'higher', margin: 0 } as const;
  const difference = estimate === null ? null : estimate - value;
  if (difference === null || estimate === null || low === null || high === null || of < 2)
    return { ...known, estimate: difference, p: null, pWithin: null, spread: null };
  const reach = difference > 0 ? estimate - low : high - estimate;
  const error = reach / studentT(of - 1);
  return {
    ...known,
    estimate: difference,
    p: difference === 0 ? 1 : error > 0 ? beyondStudentT(difference / error, of - 1) : 0,
    pWithin: 1,
    spread: { deviation: error * Math.sqrt(of), size: null },
  };
}
