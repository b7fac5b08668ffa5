import type { Rng } from '../../harness/contract/rng.ts';
import { type BootstrapDifference, pairedBootstrap } from '../stats/session-bootstrap.ts';
import { weightedStatistics } from '../stats/weighted-statistics.ts';
import type { KnownScore } from './score-measures.ts';

/** A critic's scores on the evaluation suggestions, in one order for all critics, and its threshold. */
export interface Contestant {
  readonly name: string;
  readonly known: readonly KnownScore[];
  readonly threshold: number | null;
}

export interface CriticComparison {
  readonly measure: 'F1' | 'AURC';
  readonly difference: BootstrapDifference;
}

/** Differences of two critics on the same suggestions, from sessions redrawn for both at once. Throws: where they do not pair. */
export function compareCritics(
  critic: Contestant,
  baseline: Contestant,
  rng: () => Rng,
  draws: number,
): CriticComparison[] {
  const sessions = critic.known.map(({ session }) => session);
  if (sessions.length !== baseline.known.length || baseline.known.some(({ session }, i) => session !== sessions[i]))
    throw new Error('Two critics that are compared must judge the same suggestions in the same order.');
  const { aurc, f1 } = weightedStatistics;
  const f1Of = ({ known, threshold }: Contestant) => f1(known, threshold ?? Number.POSITIVE_INFINITY);
  const settings = { draws };
  return [
    {
      measure: 'F1',
      difference: pairedBootstrap(sessions, f1Of(critic), f1Of(baseline), 'higher', rng(), settings),
    },
    {
      measure: 'AURC',
      difference: pairedBootstrap(sessions, aurc(critic.known), aurc(baseline.known), 'lower', rng(), settings),
    },
  ];
}
