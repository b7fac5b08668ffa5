import type { Action } from '../contract/action.ts';
import type { CriticExample } from '../contract/critic.ts';

/** One accept or reject of a critical suggestion, and where it was given: what the critic and the gate learn from. */
export interface Review extends CriticExample {
  readonly step: number;
  /** The action that was accepted or rejected. */
  readonly action: Action;
}
