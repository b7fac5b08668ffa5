import type { Session } from '../../../harness/contract/session.ts';
import { type AcceptanceFit, fitAcceptance } from './fit-acceptance.ts';
import { fitPace, type PaceFit } from './fit-pace.ts';
import { tallyOperators } from './tally-operators.ts';

/** How operators differ from one another, chance taken out. */
export interface PeopleFit {
  /** Null where fewer than two operators answered a suggestion. */
  readonly acceptance: AcceptanceFit | null;
  /** Null where fewer than two operators have times enough. */
  readonly pace: PaceFit | null;
}

/** Fits to a log how its operators differ in taking suggestions and in pace. */
export function fitPeople(sessions: Iterable<Session>): PeopleFit {
  const logs = tallyOperators(sessions);
  return { acceptance: fitAcceptance(logs), pace: fitPace(logs.map(({ times }) => times)) };
}
