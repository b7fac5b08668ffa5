import type { SessionSums } from '../../../reports/stats/session-sums.ts';
import { type CopilotRun, gatherAnswers } from '../../bench/feedback/gather-answers.ts';
import type { SessionExamples } from '../../bench/models/session-examples.ts';
import { boundsOf, type Crashes, phaseCrashes } from '../../bench/report/crashes.ts';
import type { Example } from '../../contract/policy.ts';
import type { CopilotFeedback } from '../../deployment/collect-feedback.ts';

/** A suggestion that an operator refused, and what was done instead. */
export interface Refusal {
  readonly session: string;
  readonly step: number;
  readonly example: Example;
}

/** What operators refused, in the log's order, and ids of the sessions in which the desk failed for good. */
export interface Gathered {
  readonly refusals: readonly Refusal[];
  readonly crashed: readonly string[];
}

/** Lets operators work the sessions with the policy's suggestions and collects what they refuse. */
export async function gatherRefusals(run: CopilotRun, examples: SessionExamples): Promise<Gathered> {
  const { answers, crashed } = await gatherAnswers(run, examples);
  const refusals = answers.flatMap(({ id, step, session, screen, action, suggestion, accepted }): Refusal[] => {
    if (accepted) return [];
    // Who refuses what they then do themselves has shown nothing to avoid.
    const rejected = examples.same(screen, suggestion, action) ? {} : { rejected: suggestion };
    return [{ session: id, step, example: { screen, action, session, ...rejected } }];
  });
  return { refusals, crashed };
}

/**
 * What crashed where the hard set is chosen, and how far that could move the accuracy of the deployed policy on it: a
 * session that was not worked has no step in the set. `hard`: right and all hard steps by session.
 */
export function hardSetCrashes(
  seed: string,
  hard: SessionSums,
  phase: Pick<CopilotFeedback, 'sessions' | 'crashed'>,
): Crashes[] {
  return phaseCrashes('evaluation', seed, phase).map(({ inTraining: _, ...one }) => ({
    ...one,
    bounds: new Map([boundsOf('hard', 'hard set, deployed policy', 'share', hard, one.sessions.length)]),
  }));
}
