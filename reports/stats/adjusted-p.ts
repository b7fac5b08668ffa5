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
