import { procedureOf } from '../../../fixtures/drift/support/walk-session.ts';
import type { Session } from '../../contract/session.ts';

/** The issue cluster that a session is routed to: the paper's desk has one before anything is done, by its queue. */
export function sliceOf(session: Session, clusterOf: ReadonlyMap<string, string>): string {
  return clusterOf.get(procedureOf(session) ?? '') ?? 'general';
}
