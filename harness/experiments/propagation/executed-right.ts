import type { Ranged } from '../../../reports/figures/schema.ts';
import { ratioEstimate } from '../../../reports/stats/ratio-estimate.ts';
import type { Trace } from '../../contract/trace.ts';
import { ranged } from './measure-errors.ts';

/** How often automation was right, by what the case had been through. */
export interface ExecutedRight {
  /** Of what was done without an operator up to the session's first error, that one included. */
  readonly before: Ranged;
  /** Of what was done without an operator after it. */
  readonly after: Ranged;
}

/** Share of right actions among those that ran without an operator, clustered by session. A gate is set on sessions that operators kept clean: it knows the first share only. */
export function executedRight(traces: readonly Trace[]): ExecutedRight {
  const share = (isAsked: (index: number, divergedAt: number | null) => boolean): Ranged => {
    const counts = traces.map(({ steps, divergedAt }) =>
      steps.filter(({ decision, index }) => decision === 'execute' && isAsked(index, divergedAt)),
    );
    return ranged(
      ratioEstimate(
        {
          numerators: counts.map((steps) => steps.filter(({ closed }) => closed?.right).length),
          denominators: counts.map((steps) => steps.length),
        },
        'share',
      ),
    );
  };
  return {
    before: share((index, divergedAt) => divergedAt === null || index <= divergedAt),
    after: share((index, divergedAt) => divergedAt !== null && index > divergedAt),
  };
}
