import type { Action } from '../contract/action.ts';
import type { CriticExample } from '../contract/critic.ts';

/** One accept or reject of a critical suggestion, and where it was given: what the critic and the gate learn from. */
export interface Review extends Omit<CriticExample, 'session'> {
  readonly session: string;
  /** The case that the session shares with others. Absent: it is a case of its own. */
  readonly caseKey?: string;
  readonly step: number;
  /** The action that was accepted or rejected. */
  readonly action: Action;
}

/** What a critic may see of a review. */
export const criticExampleOf = (review: Omit<Review, 'step' | 'action'>): CriticExample => ({
  screen: review.screen,
  suggestion: review.suggestion,
  accepted: review.accepted,
  session: review.caseKey ?? review.session,
});
