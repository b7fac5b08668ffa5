import { caseOf, type Session } from '../../../contract/session.ts';
import { hashShare } from '../../../shared/hash.ts';

/** Some of the cases, others under each name. */
export function casesOf(cases: readonly Session[], count: number, name: string): Session[] {
  const ranked = cases.map((session) => ({
    session,
    at: hashShare('cases of a round', name, caseOf(session), session.id),
  }));
  return ranked
    .sort((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ session }) => session);
}
