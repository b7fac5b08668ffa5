import type { Session } from '../contract/session.ts';
import { hashShare } from '../shared/hash.ts';

/**
 * Deals sessions into folds by a hash of seed and id, each in the order given: a session keeps its fold whatever
 * others come or go. The folds are a partition, of about equal sizes. The hash is independent of that of
 * `splitSessions`.
 * Throws: where a fold is left without a session.
 */
export function foldSessions(
  sessions: readonly Session[],
  seed: string,
  count: number,
): readonly (readonly Session[])[] {
  const folds: Session[][] = Array.from({ length: count }, () => []);
  for (const session of sessions) folds[Math.floor(hashShare('fold', seed, session.id) * count)]?.push(session);
  const empty = folds.findIndex((fold) => fold.length === 0);
  if (empty >= 0)
    throw new Error(
      `No session falls to fold ${empty + 1} of ${count} among ${sessions.length}: use fewer folds or more sessions.`,
    );
  return folds;
}
