import type { Screen, TimelineEntry } from '../../../harness/contract/screen.ts';
import type { Candidate } from './candidates.ts';
import { conditionHolds } from './condition.ts';
import type { FlowChart, FlowCharts } from './flow-chart.ts';
import { nodesIn } from './offer.ts';

/** How a candidate follows on the last thing done: not; directly; or under a condition that holds, may hold, or does not. */
const FOLLOWS = ['no', 'directly', 'holds', 'maybe', 'fails'] as const;
type Follows = (typeof FOLLOWS)[number];

/** Where a candidate stands in the open procedure's flow chart, given what was done so far. */
export interface CandidateFlow {
  /** Whether the procedure has a chart; all else is neutral where it has none. */
  readonly charted: boolean;
  /** Whether the chart has a place for the candidate. */
  readonly listed: boolean;
  readonly start: boolean;
  readonly follows: Follows;
  /** Condition under which it follows, or null. */
  readonly condition: string | null;
  /**
   * Steps from the last thing done that the chart lists, or one more than from the start where nothing was. Range:
   * [-1, 9], -1 for no way.
   */
  readonly distance: number;
  /** How much deeper it lies than the deepest thing done. Range: [-4, 4]. */
  readonly beyond: number;
  /** Share of the nodes before it, those that lead back aside, that were done. Range: [0, 1]. */
  readonly prepared: number;
  readonly done: boolean;
  /** Whether it is the first thing not yet done along a way onward. */
  readonly next: boolean;
}

const FARTHEST = 9;
const NEUTRAL: CandidateFlow = {
  charted: false,
  listed: false,
  start: false,
  follows: 'no',
  condition: null,
  distance: -1,
  beyond: 0,
  prepared: 0,
  done: false,
  next: false,
};
const UNLISTED: CandidateFlow = { ...NEUTRAL, charted: true };

/** Where each candidate stands in the flow of the open procedure. Knows the schema and this case, no other session. */
export function candidateFlow(screen: Screen, offered: readonly Candidate[], charts?: FlowCharts): CandidateFlow[] {
  const chart = charts?.get(screen.procedure?.id ?? '');
  const flows = new Array<CandidateFlow>(offered.length).fill(chart ? UNLISTED : NEUTRAL);
  if (!chart) return flows;
  const state = stateOf(screen, chart);
  const nodes = nodesIn(chart, offered);
  for (let at = 0; at < nodes.length; at++) if (nodes[at]! >= 0) flows[at] = place(nodes[at]!, chart, state, screen);
  return flows;
}

/** How many numbers `flowVector` gives. */
export const FLOW_WIDTH = 16;

/** The same as numbers, to feed to a network. Shape: [FLOW_WIDTH]. Range: [-1, 1]; all 0 without a chart. */
export function flowVector(flow: CandidateFlow): number[] {
  const bit = (on: boolean) => (on ? 1 : 0);
  return [
    bit(flow.charted),
    bit(flow.charted && !flow.listed),
    bit(flow.start),
    ...FOLLOWS.slice(1).map((kind) => bit(flow.follows === kind)),
    bit(flow.condition !== null),
    bit(flow.distance >= 0),
    flow.distance >= 0 ? 1 / (1 + flow.distance) : 0,
    bit(flow.distance === 2),
    flow.beyond / 4,
    bit(flow.beyond === 1),
    flow.prepared,
    bit(flow.done),
    bit(flow.next),
  ];
}

interface FlowState {
  /** Last thing done that the chart lists, or null. */
  readonly last: number | null;
  readonly done: ReadonlySet<number>;
  readonly deepest: number;
  readonly next: ReadonlySet<number>;
}

function stateOf(screen: Screen, chart: FlowChart): FlowState {
  const nodes = entriesOfProcedure(screen).flatMap(
    (entry) => chart.nodes.get(entry.target) ?? chart.nodes.get(entry.kind) ?? [],
  );
  const done = new Set(nodes);
  const last = nodes.at(-1) ?? null;
  const deepest = nodes.reduce((most, node) => Math.max(most, chart.depths[node]!), -1);
  return { last, done, deepest, next: nextUndone(last === null ? null : chart.steps[last]!, done, chart) };
}

/** What was done since the open procedure was chosen. */
function entriesOfProcedure({ timeline, procedure }: Screen): readonly TimelineEntry[] {
  const chosen = timeline.findLastIndex((entry) => entry.kind === 'select_procedure');
  const same = timeline[chosen]?.target === `select_procedure ${procedure?.id}`;
  return same ? timeline.slice(chosen + 1) : timeline;
}

/** The first nodes not yet done on every way on from the last thing done, or from the start. */
function nextUndone(
  steps: FlowChart['steps'][number] | null,
  done: ReadonlySet<number>,
  chart: FlowChart,
): Set<number> {
  const next = new Set<number>();
  const seen = new Set<number>();
  const queue = steps ? steps.map(({ to }) => to) : [chart.start];
  for (let at = 0; at < queue.length; at++) {
    const node = queue[at]!;
    if (seen.has(node)) continue;
    seen.add(node);
    if (!done.has(node)) next.add(node);
    else for (const { to } of chart.steps[node]!) queue.push(to);
  }
  return next;
}

function place(node: number, chart: FlowChart, state: FlowState, screen: Screen): CandidateFlow {
  const { last, done, deepest, next } = state;
  const start = node === chart.start;
  const step = last === null ? undefined : bestStep(chart.steps[last]!, node, screen);
  const depth = chart.depths[node]!;
  const steps = last === null ? (depth < 0 ? -1 : depth + 1) : chart.distances[last]![node]!;
  let [before, prepared] = [0, 0];
  for (const one of chart.before[node]!) {
    // What lies deeper leads back here: it need not be done before.
    if (chart.depths[one]! >= depth) continue;
    before++;
    if (done.has(one)) prepared++;
  }
  return {
    charted: true,
    listed: true,
    start,
    follows: last === null ? (start ? 'directly' : 'no') : (step?.follows ?? 'no'),
    condition: step?.condition ?? null,
    distance: Math.min(FARTHEST, steps),
    beyond: depth < 0 ? 0 : Math.max(-4, Math.min(4, depth - deepest)),
    prepared: before === 0 ? 1 : prepared / before,
    done: done.has(node),
    next: next.has(node),
  };
}

/** The likeliest of the steps to a node. */
function bestStep(steps: FlowChart['steps'][number], node: number, screen: Screen) {
  let best: { readonly follows: Follows; readonly condition: string | null } | undefined;
  for (const { to, condition } of steps) {
    if (to !== node) continue;
    const holds = condition === null ? null : conditionHolds(condition, screen);
    const follows: Follows = condition === null ? 'directly' : holds === null ? 'maybe' : holds ? 'holds' : 'fails';
    if (!best || FOLLOWS.indexOf(follows) < FOLLOWS.indexOf(best.follows)) best = { follows, condition };
  }
  return best;
}
