import type { WorkProfile } from './work-profile.ts';

/**
 * Sessions that one operator who never rests could have going on at once if none ever waited: neglect time over
 * interaction time, plus one. Neglect time is what a session does without its operator. Null where operators do nothing.
 *
 * Source: fan-out after Olsen & Goodrich 2003, over sums, since many sessions here need no operator at all.
 */
export function fanOut(profiles: readonly WorkProfile[]): number | null {
  let [interaction, neglect] = [0, 0];
  for (const profile of profiles)
    for (const { kind, ms } of profile) {
      if (kind === 'operator') interaction += ms;
      else neglect += ms;
    }
  return interaction === 0 ? null : neglect / interaction + 1;
}
