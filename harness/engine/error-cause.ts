import type { Amiss } from '../contract/operator.ts';
import type { ErrorCause } from '../contract/trace.ts';
import type { Decided } from './episode-world.ts';

/**
 * Who let a wrong action happen. An operator who does what only looks right follows what is amiss, whether
 * by hand or by accepting it; automation that does so was passed by the gate all the same.
 */
export function errorCause({ feedback, injected }: Decided, deceivedBy: Amiss | null): ErrorCause {
  if (injected) return 'injected';
  if (feedback === null) return 'policy passed by gate';
  if (feedback.slipped) return 'operator slipped';
  if (deceivedBy) return deceivedBy;
  return feedback.verdict === 'accept' ? 'operator accepted' : 'operator slipped';
}
