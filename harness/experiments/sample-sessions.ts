import type { Session } from '../contract/session.ts';
import { hashShare } from '../shared/hash.ts';

/** At most `limit` of the sessions: a sample that depends on nothing but seed and ids, in the order given. */
export function sampleSessions(sessions: readonly Session[], seed: string, limit: number | null): readonly Session[] {
  if (limit === null || limit >= sessions.length) return sessions;
  const ranked = sessions.map((session, at) => ({ session, at, share: hashShare('play sample', seed, session.id) }));
  const kept = ranked.sort((a, b) => a.share - b.share || a.at - b.at).slice(0, limit);
  return kept.sort((a, b) => a.at - b.at).map(({ session }) => session);
}
