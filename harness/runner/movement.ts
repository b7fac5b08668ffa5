/** What moved last in this process, and how often anything did. */
export interface Movement {
  /** Phase of the run. */
  phase: string;
  /** What the phase waits for, an episode for instance; empty where it does not say. */
  waitsFor: string;
  count: number;
}

/** Of this process. */
export const movement: Movement = { phase: 'starting', waitsFor: '', count: 0 };

/** A phase of the run has come on: with the same text as before, by another step. */
export function movedOn(phase: string): void {
  movement.phase = phase;
  movement.count++;
}

/** The phase at hand has come on, and now waits for this. */
export function waitingFor(what: string): void {
  movement.waitsFor = what;
  movement.count++;
}
