import type { WorkProfile } from './work-profile.ts';

/** Where waiting begins to explode. */
export interface PoolSpan<T> {
  /** Highest load that keeps within the limits, as near as was asked for. */
  readonly load: number;
  readonly at: T;
  /** Whether the limits are really reached: false where even the highest load keeps within them. */
  readonly reached: boolean;
}

export interface SpanRequest<T> {
  /** Plays the pool at a load. The same random numbers at every load make the search steady. */
  readonly play: (load: number) => T;
  /** Whether what was played keeps within the limits: once it does not, it does at no higher load. */
  readonly within: (played: T) => boolean;
  readonly lowest: number;
  readonly highest: number;
  /** Halvings of the range between lowest and highest. */
  readonly halvings: number;
}

/** Finds by bisection the highest load that keeps within the limits; null where the lowest does not. */
export function findSpan<T>({ play, within, lowest, highest, halvings }: SpanRequest<T>): PoolSpan<T> | null {
  const first = play(lowest);
  if (!within(first)) return null;
  const most = play(highest);
  if (within(most)) return { load: highest, at: most, reached: false };
  let [low, high, best] = [lowest, highest, first];
  for (let i = 0; i < halvings; i++) {
    const middle = (low + high) / 2;
    const played = play(middle);
    if (within(played)) [low, best] = [middle, played];
    else high = middle;
  }
  return { load: low, at: best, reached: true };
}

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
