import type { Session } from './session.ts';

/**
 * Orders ids as people do, `s2` before `s10`, and two different ids never as equal. Knows no locale, so that every
 * machine orders alike.
 */
export function compareIds(one: string, other: string): number {
  if (one === other) return 0;
  const [ours, theirs] = [partsOf(one), partsOf(other)];
  for (let i = 0; i < ours.length && i < theirs.length; i++) {
    const order = compareParts(ours[i] as string, theirs[i] as string);
    if (order !== 0) return order;
  }
  return ours.length - theirs.length || (one < other ? -1 : 1);
}

/** Sessions by id: whoever draws, deals or trains starts from this order, so that the order of a file's lines decides nothing. */
export function sessionsById<T extends Pick<Session, 'id'>>(sessions: readonly T[]): readonly T[] {
  const sorted = sessions.every((session, at) => at === 0 || compareIds((sessions[at - 1] as T).id, session.id) <= 0);
  return sorted ? sessions : sessions.toSorted((a, b) => compareIds(a.id, b.id));
}

const partsOf = (id: string): readonly string[] => id.match(/\d+|\D+/g) ?? [];

function compareParts(one: string, other: string): number {
  const [ours, theirs] = [numberOf(one), numberOf(other)];
  if (ours !== null && theirs !== null)
    return ours.length - theirs.length || (ours === theirs ? 0 : ours < theirs ? -1 : 1);
  return one === other ? 0 : one < other ? -1 : 1;
}

/** Digits without leading zeros, so that numbers of any length compare; null where there are none. */
const numberOf = (part: string): string | null => (/^\d/.test(part) ? part.replace(/^0+(?=\d)/, '') : null);
