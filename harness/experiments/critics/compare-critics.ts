import type { Ranged } from '../../../reports/figures/schema.ts';
import { type Verdict, verdictOf } from '../../../reports/stats/paired-difference.ts';
import { riskCoverage } from '../../../reports/stats/risk-coverage.ts';
import type { Rng } from '../../contract/rng.ts';
import { bootstrapSessions } from './bootstrap-sessions.ts';
import { bySession, type KnownScore, passing } from './score-measures.ts';

/** A critic's scores on the evaluation suggestions, in one order for all critics, and its threshold. */
export interface Contestant {
  readonly name: string;
  readonly known: readonly KnownScore[];
  readonly threshold: number | null;
}

export interface CriticComparison {
  readonly measure: 'F1' | 'AURC';
  readonly critic: string;
  readonly baseline: string;
  readonly difference: Ranged;
  readonly verdict: Verdict;
}

/** Differences of two critics on the same suggestions, from sessions redrawn for both at once. Throws: where they do not pair. */
export function compareCritics(critic: Contestant, baseline: Contestant, rng: Rng, draws: number): CriticComparison[] {
  if (critic.known.length !== baseline.known.length)
    throw new Error('Two critics that are compared must judge the same.');
  const pairs = critic.known.map((one, i) => ({ session: one.session, one, other: baseline.known[i] as KnownScore }));
  const differences = bootstrapSessions(
    bySession(pairs),
    (items) => {
      const ours = items.map(({ one }) => one);
      const theirs = items.map(({ other }) => other);
      return [
        minus(passing(ours, critic.threshold).f1, passing(theirs, baseline.threshold).f1),
        minus(riskCoverage(ours)?.aurc ?? null, riskCoverage(theirs)?.aurc ?? null),
      ];
    },
    rng,
    draws,
  );
  return (['F1', 'AURC'] as const).map((measure, at) => {
    const difference = differences[at] as Ranged;
    const { low, high } = difference;
    const ends = low === null || high === null ? null : { low, high };
    const verdict = verdictOf(ends, measure === 'F1' ? 'higher' : 'lower');
    return { measure, critic: critic.name, baseline: baseline.name, difference, verdict };
  });
}

const minus = (a: number | null, b: number | null) => (a === null || b === null ? null : a - b);
