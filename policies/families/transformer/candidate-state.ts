import type { Screen } from '../../../harness/contract/screen.ts';
import type { Candidate } from '../../screens/features/candidates.ts';
import { candidateFlow, FLOW_WIDTH, flowVector } from '../../screens/features/flow.ts';
import type { FlowCharts } from '../../screens/features/flow-chart.ts';
import { ngramsOf } from '../../screens/features/ngrams.ts';

const OWN_WIDTH = 9;
/** How many numbers say what holds of a candidate on its screen. */
export const FEATURES = FLOW_WIDTH + OWN_WIDTH;

/**
 * What holds of each candidate on its screen, whatever it is: its place in the procedure's flow, whether and when it
 * was done, how much of it the customer said, and which result it takes. Shape: [candidates × FEATURES]. Range: [-1, 1].
 */
export function candidateState(screen: Screen, offered: readonly Candidate[], charts?: FlowCharts): Float32Array {
  const state = new Float32Array(offered.length * FEATURES);
  const flows = candidateFlow(screen, offered, charts);
  const heard = wordsHeard(screen);
  const targets = screen.timeline.map((entry) => entry.target);
  for (const [at, candidate] of offered.entries()) {
    const count = targets.filter((target) => target === candidate.target).length;
    const ago = count === 0 ? -1 : targets.length - 1 - targets.lastIndexOf(candidate.target);
    const words = ngramsOf(candidate.label).words;
    let said = 0;
    for (const word of words) if (heard.has(word)) said++;
    const result = screen.results.findIndex((one) => one.control === candidate.control.id);
    const own = [
      count > 0 ? 1 : 0,
      Math.min(3, count) / 3,
      ago === 0 ? 1 : 0,
      ago === 1 ? 1 : 0,
      ago >= 0 ? 1 / (1 + ago) : 0,
      words.length === 0 ? 0 : said / words.length,
      result >= 0 && result === screen.results.length - 1 ? 1 : 0,
      result >= 0 ? 1 : 0,
      screen.results[result]?.selected ? 1 : 0,
    ] satisfies Row;
    state.set(flowVector(flows[at]!), at * FEATURES);
    state.set(own, at * FEATURES + FLOW_WIDTH);
  }
  return state;
}

type Row = [number, number, number, number, number, number, number, number, number];

/** Words that the customer wrote since the desk last wrote. */
function wordsHeard(screen: Screen): Set<number> {
  const words = new Set<number>();
  for (const message of screen.messages.toReversed()) {
    if (message.author !== 'customer') break;
    for (const word of ngramsOf(message.text).words) words.add(word);
  }
  return words;
}
