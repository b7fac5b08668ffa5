import type { Operator } from '../../../harness/contract/operator.ts';

/**
 * Two operators on every suggestion: it is accepted only where both accept it. The second sees what the first has
 * accepted and answers by itself, with random streams of its own; the time of both counts. With rates α and β each,
 * both together refuse right suggestions at 1 − (1 − α)² and accept wrong ones at β².
 */
export function doubleReview(first: Operator, second: Operator): Operator {
  return {
    respond(request) {
      const answer = first.respond(request);
      if (answer.verdict !== 'accept') return answer;
      const { streams } = request;
      const own = second.respond({
        ...request,
        streams: (_role, step, purpose) => streams('second operator', step, purpose),
      });
      return { ...own, activeMs: answer.activeMs + own.activeMs };
    },
  };
}
