import { standardNormal } from '../../../harness/contract/draws.ts';
import type { Rng } from '../../../harness/contract/rng.ts';
import { quantile, sigmoid, sumOf } from '../../../harness/shared/numbers.ts';
import type { AcceptanceFit } from './fit-acceptance.ts';
import type { Answers } from './tally-operators.ts';

/** One quantile of acceptance over operators, in the log and in simulated teams. */
export type AcceptanceQuantile = ReturnType<typeof acceptanceQuantiles>[number];

export const TEAMS = 200;
const QUANTILES = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1];

/**
 * Acceptance by operator in the log, beside teams of as many people drawn from the fit, each of whom answers as
 * many suggestions as one in the log did. Of those with more than `minReplies` answers; empty where there is none.
 */
export function acceptanceQuantiles(
  { mean, sigma }: AcceptanceFit,
  records: readonly Readonly<Answers>[],
  rng: Rng,
  { minReplies = 100 } = {},
) {
  const withReplies = records.filter(({ replies }) => replies > minReplies);
  if (withReplies.length === 0) return [];
  const teams = Array.from({ length: TEAMS }, () =>
    withReplies.map(({ replies }) => takes(sigmoid(mean + sigma * standardNormal(rng)), replies, rng) / replies),
  );
  return QUANTILES.map((p) => {
    const simulated = teams.map((team) => quantile(team, p));
    return {
      p,
      logged: quantile(
        withReplies.map(({ picked, replies }) => picked / replies),
        p,
      ),
      /** Mean over the teams, and the range that holds 95 % of them. */
      simulated: sumOf(simulated) / TEAMS,
      low: quantile(simulated, 0.025),
      high: quantile(simulated, 0.975),
    };
  });
}

function takes(share: number, replies: number, rng: Rng): number {
  let drawn = 0;
  for (let reply = 0; reply < replies; reply++) if (rng.next() < share) drawn++;
  return drawn;
}
