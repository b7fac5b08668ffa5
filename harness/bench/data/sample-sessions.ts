import { caseOf, type Session } from '../../contract/session.ts';
import { sessionsById } from '../../contract/session-order.ts';
import { hashShare } from '../../shared/hash.ts';

/**
 * At most `limit` of the sessions, in the order of ids: a sample that depends on nothing but seed and ids. Sessions of one
 * case come together, but for the last case, which the limit may cut.
 */
export function sampleSessions(sessions: readonly Session[], seed: string, limit: number | null): readonly Session[] {
  const all = sessionsById(sessions);
  if (limit === null || limit >= all.length) return all;
  const ranked = all.map((session, at) => ({ session, at, share: hashShare('play sample', seed, caseOf(session)) }));
  const kept = ranked.sort((a, b) => a.share - b.share || a.at - b.at).slice(0, limit);
  return kept.sort((a, b) => a.at - b.at).map(({ session }) => session);
}
