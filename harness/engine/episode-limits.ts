import type { Trace } from '../contract/trace.ts';

/** When an episode is given up, and who hears of those that crash. */
export interface EpisodeLimits {
  /**
   * Calls back, later, when an episode that begins now has taken too long. Returns what calls that off. Absent: an episode
   * may take as long as it takes. With it a model is asked about one screen at a time, so that an episode's time is its own.
   */
  readonly watch?: ((onOver: () => void) => () => void) | undefined;
  /** Called with each crashed episode once it was handed out. Returns what is to end the run; null where it goes on. */
  readonly onCrash?: ((trace: Trace) => Error | null) | undefined;
}
