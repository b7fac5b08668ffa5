import type { Screen } from '../../../harness/contract/screen.ts';
import type { Candidate } from '../../screens/features/candidates.ts';
import { answerOf } from '../../screens/features/condition.ts';
import { type CandidateFlow, candidateFlow } from '../../screens/features/flow.ts';
import type { FlowCharts } from '../../screens/features/flow-chart.ts';

/** How much each place in the script is preferred to the next. */
const STEP = 4;

/**
 * How strongly a fixed script asks for each candidate: what follows in the chart first, under conditions that hold
 * before those that may; then the first thing not yet done; without a chart, what was not done in the order of the screen.
 */
export function scriptWeights(screen: Screen, offered: readonly Candidate[], charts: FlowCharts | undefined): number[] {
  const done = new Set(screen.timeline.map(({ target }) => target));
  const flows = candidateFlow(screen, offered, charts);
  return offered.map((candidate, at) => {
    const fresh = !done.has(candidate.target);
    return STEP ** -placeOf(candidate, flows[at]!, fresh, screen) / (1 + at / offered.length);
  });
}

function placeOf({ kind }: Candidate, flow: CandidateFlow, fresh: boolean, screen: Screen): number {
  if (flow.follows === 'holds' || (flow.follows === 'directly' && fresh)) return 0;
  if (flow.follows === 'maybe') return fresh ? 1 : 3;
  if (flow.next) return 2;
  if (flow.listed) return flow.follows === 'fails' ? 7 : 4;
  // What no chart names: endings where the customer has nothing more, else replies, then forms.
  if (kind === 'close') return answerOf(screen) === 'no' && screen.timeline.length > 1 ? 1 : 6;
  if (flow.charted || !fresh) return 6;
  return kind === 'send_text' ? 3 : kind === 'submit_form' || kind === 'select_procedure' ? 4 : 5;
}
