import type { Environment } from '../contract/environment.ts';
import type { Example } from '../contract/policy.ts';
import { caseOf, type Session } from '../contract/session.ts';
import { arrivalsBefore, caseOpening, endsCase } from './open-loop.ts';

/**
 * What each logged action was done on: the log replayed on a desk, with every screen written down.
 * The environment must not be in use; it is left open.
 */
export async function logExamples(sessions: Iterable<Session>, environment: Environment): Promise<Example[]> {
  const examples: Example[] = [];
  for (const session of sessions) {
    await environment.reset(caseOpening(session));
    for (const [index, { action }] of session.steps.entries()) {
      const arrivals = arrivalsBefore(session, index);
      if (arrivals.length > 0) await environment.deliver(arrivals);
      examples.push({ screen: await environment.observe(), action, session: caseOf(session) });
      await environment.perform(action, 'operator');
      if (endsCase(action)) break;
    }
  }
  return examples;
}
