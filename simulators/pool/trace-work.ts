import { drawBernoulli, logNormal } from '../../harness/contract/draws.ts';
import type { Streams } from '../../harness/contract/rng.ts';
import type { Trace } from '../../harness/contract/trace.ts';
import type { AnswerTimes } from './answer-times.ts';
import type { WorkSegment } from './work-profile.ts';

/** What an episode of the closed loop means to a pool of operators. */
export type PlayedSession = ReturnType<typeof traceWork>;

/**
 * The work of an episode. Whether and how long a customer takes to answer is drawn for each step by what was done
 * there, after how the log's customers answered: a trace does not say.
 */
export function traceWork(trace: Trace, answers: AnswerTimes, machineMs: number, streams: Streams) {
  const work: WorkSegment[] = [];
  for (const { index, decision, activeMs, chosen } of trace.steps) {
    work.push(decision === 'execute' ? { kind: 'automation', ms: machineMs } : { kind: 'operator', ms: activeMs });
    const last = index === trace.steps.length - 1;
    if (last || !drawBernoulli(answers.share[chosen.kind], () => streams('customer', index, 'answers'))) continue;
    const ms = logNormal(answers.medianMs, answers.sigma, streams('customer', index, 'answer time'));
    work.push({ kind: 'customer', ms });
  }
  return {
    /** Its work: automated steps, operators' steps, customers' answers. */
    work,
    /** Wrong actions that were performed: past gate and operator. */
    leaked: trace.steps.filter(({ closed }) => closed && !closed.right).length,
    /** Whether the case came to its goal. */
    goalReached: trace.outcome?.goalReached ?? false,
  };
}
