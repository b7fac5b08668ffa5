import type { LinkedCases } from '../../../fixtures/link-cases.ts';
import { sumOf } from '../../shared/numbers.ts';

/** What a log holds more than once: copies, near copies and cases worked in several sessions. Nothing where each session is a case of its own. */
export function caseLines({ shared, cases, copies, nearCopies }: LinkedCases): string[] {
  if (shared === 0) return ['Every session is a case of its own: no copies, no shared caseKey.'];
  return [
    ...alike(copies, 'equal to another in all but the id (copies)'),
    ...alike(nearCopies, 'equal to another in what was said, done and answered (near copies)'),
    `${shared} sessions are of ${cases} shared cases: those of one case stay in one part and count as one.`,
  ];
}

function alike(lists: readonly (readonly string[])[], words: string): string[] {
  const [first] = lists;
  if (!first) return [];
  const sessions = sumOf(lists, (list) => list.length);
  const more = first.length > 3 ? ', …' : '';
  return [`${sessions} sessions are ${words}, such as ${first.slice(0, 3).join(' = ')}${more}.`];
}
