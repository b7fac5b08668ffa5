import type { Output, Value } from './reference.ts';

/**
 * How far ours lies from the library's number, at the worst place of a list. Infinite where one of the two is none, or
 * the lists differ in length.
 */
export function difference(ours: Value | undefined, theirs: Value, measure: Output['measure']): number {
  if (Array.isArray(theirs)) {
    if (!Array.isArray(ours) || ours.length !== theirs.length) return Number.POSITIVE_INFINITY;
    return theirs.reduce((worst: number, one: Value, at) => Math.max(worst, difference(ours[at], one, measure)), 0);
  }
  if (ours === theirs) return 0;
  if (typeof ours !== 'number' || typeof theirs !== 'number' || Number.isNaN(ours)) return Number.POSITIVE_INFINITY;
  const apart = Math.abs(ours - theirs);
  return measure === 'absolute' ? apart : apart / Math.abs(theirs);
}
