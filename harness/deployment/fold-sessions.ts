import { caseOf, type Session } from '../contract/session.ts';
import { sessionsById } from '../contract/session-order.ts';
import { hashShare } from '../shared/hash.ts';

/**
 * Deals sessions into folds by a hash of seed and case, each in the order of ids: a session keeps its fold whatever
 * others come or go, and sessions of one case share a fold. The folds are a partition, of about equal sizes. The hash
 * is independent of that of
 * `splitSessions`.
 * Throws: where a fold is left without a session.
 */
export function foldSessions(
  sessions: readonly Session[],
  seed: string,
  count: number,
): readonly (readonly Session[])[] {
  const folds: Session[][] = Array.from({ length: count }, () => []);
  for (const session of sessionsById(sessions))
    folds[Math.floor(hashShare('fold', seed, caseOf(session)) * count)]?.push(session);
  const empty = folds.findIndex((fold) => fold.length === 0);
  if (empty >= 0)
    throw new Error(
      `No session falls to fold ${empty + 1} of ${count} among ${sessions.length}: use fewer folds or more sessions.`,
    );
  return folds;
}
