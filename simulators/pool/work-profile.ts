/** Who keeps a session busy: the machine, an operator, or the customer who is to answer. */
type WorkKind = 'automation' | 'operator' | 'customer';

/** One stretch of a session's work, as long as nobody has to wait. */
export interface WorkSegment {
  readonly kind: WorkKind;
  readonly ms: number;
}

/** What a session takes, in order. Each operator segment is one hand-off: it begins when an operator turns to it. */
export type WorkProfile = readonly WorkSegment[];

/** The same work with neighbours of one kind joined and empty stretches left out. Throws: where a time is negative or not finite. */
export function joinSegments(segments: readonly WorkSegment[]): WorkProfile {
  const joined: WorkSegment[] = [];
  for (const { kind, ms } of segments) {
    if (!(ms >= 0 && Number.isFinite(ms)))
      throw new Error(`A stretch of ${kind} work takes ${ms} ms: give a finite time from 0 up.`);
    const last = joined.at(-1);
    if (ms === 0) continue;
    if (last?.kind === kind) joined[joined.length - 1] = { kind, ms: last.ms + ms };
    else joined.push({ kind, ms });
  }
  return joined;
}
