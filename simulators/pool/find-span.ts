/** Where waiting begins to explode. */
export interface Span<T> {
  /** Highest load whose wait stays within the limit, as near as was asked for. */
  readonly load: number;
  readonly at: T;
  /** Whether the limit is really reached: false where even the highest load keeps it. */
  readonly reached: boolean;
}

export interface SpanRequest<T> {
  /** Plays the pool at a load. The same random numbers at every load make the search steady. */
  readonly play: (load: number) => T;
  readonly waitMs: (played: T) => number;
  readonly limitMs: number;
  readonly lowest: number;
  readonly highest: number;
  /** Halvings of the range between lowest and highest. */
  readonly halvings: number;
}

/** Finds by bisection the highest load whose mean wait stays within a limit; null where the lowest breaks it. Waits must grow with load. */
export function findSpan<T>({ play, waitMs, limitMs, lowest, highest, halvings }: SpanRequest<T>): Span<T> | null {
  const within = (played: T) => waitMs(played) <= limitMs;
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
