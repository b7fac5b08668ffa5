import betaCdf from '@stdlib/stats-base-dists-beta-cdf';

/**
 * McNemar's test with mid-p: the probability that sessions of which each came out differently in two arms part between
 * them more unevenly than they did, and half that of as unevenly, if neither arm were better. For outcomes that are yes
 * or no, paired by session, each session its own case.
 *
 * `gained`: sessions in which only the one arm has the outcome; `lost`: only the other. Sessions that agree say nothing of
 * a difference. The exact test rejects far more rarely than it says; this one about as often. 1 where no session differs.
 *
 * Range: (0, 1]. Throws: where a count is negative or not whole.
 * Source: McNemar 1947; mid-p: Fagerland, Lydersen & Laake 2013, "The McNemar test for binary matched-pairs data".
 */
export function mcNemarMidP(gained: number, lost: number): number {
  for (const count of [gained, lost])
    if (!(Number.isSafeInteger(count) && count >= 0))
      throw new Error(`McNemar's test counts sessions that differ, not ${count}: give whole numbers of at least 0.`);
  const all = gained + lost;
  if (all === 0) return 1;
  const fewer = Math.min(gained, lost);
  if (gained !== lost) return atMost(fewer, all) + atMost(fewer - 1, all);
  return 1 - (atMost(fewer, all) - atMost(fewer - 1, all)) / 2;
}

/** Probability of at most so many heads of a fair coin. Source: the binomial tail as a distribution function of the Beta. */
function atMost(heads: number, throws: number): number {
  return heads < 0 ? 0 : betaCdf(0.5, throws - heads, heads + 1);
}
