import { caseOfTrace, type ErrorCause, type Trace } from '../../harness/contract/trace.ts';
import { sumOf } from '../../harness/shared/numbers.ts';
import { ratioEstimate } from '../stats/ratio-estimate.ts';

/** All causes, in the order in which tables show them. */
export const ERROR_CAUSES = [
  'policy passed by gate',
  'operator accepted',
  'operator slipped',
  'earlier error',
  'customer',
  'environment',
  'injected',
] as const satisfies readonly ErrorCause[];

/** How the wrong actions of closed-loop episodes split by who let them happen. Every cause has a row; the shares add up to 1. */
export function rootCauses(traces: readonly Trace[], confidence?: number) {
  const played = traces.filter(({ steps }) => steps.length > 0);
  const counts = played.map(({ steps }) => {
    const causes = new Map<ErrorCause, number>();
    for (const { closed } of steps) if (closed?.cause) causes.set(closed.cause, (causes.get(closed.cause) ?? 0) + 1);
    return causes;
  });
  const cases = played.map(caseOfTrace);
  const denominators = counts.map((causes) => sumOf(causes.values()));
  return ERROR_CAUSES.map((cause) => {
    const numerators = counts.map((causes) => causes.get(cause) ?? 0);
    const sessions = { numerators, denominators: numerators.map(() => 1), cases };
    return {
      cause,
      errors: sumOf(numerators),
      /** Share of all errors, clustered by session. */
      share: ratioEstimate({ numerators, denominators, cases }, 'share', confidence),
      /** Errors of this cause in a session. */
      perSession: ratioEstimate(sessions, 'count', confidence),
    };
  });
}
