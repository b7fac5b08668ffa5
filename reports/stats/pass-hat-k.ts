import type { Ranged } from './interval.ts';
import { ratioEstimate } from './ratio-estimate.ts';

/** How often a session passed, of the times that it was played with the same random numbers. */
export interface RepeatedSession {
  /** The cluster that it belongs to. */
  readonly caseKey: string;
  readonly repeats: number;
  readonly passed: number;
}

/**
 * Probability that `k` repeats of one session all pass, by those that were played: the share of all choices of `k` of them
 * that hold passes only. Unbiased. Range: [0, 1]. Throws: where there are fewer than `k` repeats, or more passed than that.
 *
 * Source: τ-bench, Yao et al. 2024, §3: C(c, k) / C(n, k).
 */
export function allPass({ repeats, passed }: Pick<RepeatedSession, 'repeats' | 'passed'>, k: number): number {
  if (!(k >= 1 && k <= repeats && passed >= 0 && passed <= repeats))
    throw new Error(`${passed} of ${repeats} repeats passed: nothing is known of ${k}.`);
  let share = 1;
  for (let i = 0; i < k; i++) share *= Math.max(0, passed - i) / (repeats - i);
  return share;
}

/**
 * pass^k: mean over sessions of the probability that `k` repeats all pass, with its 95 % interval clustered by session, or
 * by case. However many the repeats are, a session counts once. Throws: as `allPass`.
 */
export function passHatK(sessions: readonly RepeatedSession[], k: number): Ranged {
  return shareOfRepeated(sessions, (session) => allPass(session, k));
}

/** Share of sessions that passed in some repeats and not in others, with its interval. */
export const flakeRate = (sessions: readonly RepeatedSession[]): Ranged => shareOfRepeated(sessions, isFlaky);

export const isFlaky = ({ repeats, passed }: RepeatedSession): boolean => passed > 0 && passed < repeats;

/** Mean over sessions of what is in [0, 1], with its interval. */
export function shareOfRepeated<S extends RepeatedSession>(
  sessions: readonly S[],
  of: (session: S) => number | boolean,
): Ranged {
  const cases = sessions.map(({ caseKey }) => caseKey);
  return ratioEstimate(
    { numerators: sessions.map((session) => Number(of(session))), denominators: sessions.map(() => 1), cases },
    'share',
  );
}
