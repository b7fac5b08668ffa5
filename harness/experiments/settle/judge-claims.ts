import { againstValue } from '../../../reports/stats/against-value.ts';
import type { Ranged } from '../../../reports/stats/interval.ts';
import { type Judgement, judgeFamily } from '../../../reports/stats/judge-family.ts';
import type { CellFigures } from '../../bench/closed-loop/cell-figures.ts';
import { CLAIMED, TOLERATED } from '../../bench/closed-loop/published-arms.ts';

export type Standing = 'holds' | 'fails' | 'undecided';

/** Whether a claim stands at a point, and how many sessions there would decide. */
export interface JudgedClaim extends Pick<Judgement, 'sessionsToDecide'> {
  readonly standing: Standing;
}

export type Claim = keyof typeof CLAIMS;

type Claimed = Pick<CellFigures, 'sessions' | 'automated' | 'saved'> & { readonly goalChange: Ranged };

/** Each figure and the value that it must exceed. */
const CLAIMS = {
  automated: ({ automated }: Claimed): [Ranged, number] => [automated, CLAIMED.automated],
  saved: ({ saved }: Claimed): [Ranged, number] => [saved, CLAIMED.saved],
  /** That no more goals are missed than is tolerated. */
  quality: ({ goalChange }: Claimed): [Ranged, number] => [goalChange, -TOLERATED],
};

/**
 * One claim at several points, which are one family: of the points at which it is said to hold or to fail few are
 * wrongly said to (false discovery, at 5 %). Of one point it is what the interval says.
 */
export function judgeClaims(claim: Claim, points: readonly Claimed[]): JudgedClaim[] {
  const judgements = judgeFamily(
    points.map((figures) => againstValue(...CLAIMS[claim](figures), figures.sessions)),
    'false-discovery',
  );
  return judgements.map((one) => {
    const { verdict = 'undecided', sessionsToDecide = null } = one ?? {};
    return { standing: verdict === 'better' ? 'holds' : verdict === 'worse' ? 'fails' : 'undecided', sessionsToDecide };
  });
}
