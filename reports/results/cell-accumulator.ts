import type { Metric } from '../../harness/contract/metric.ts';
import { caseOfTrace, type Trace } from '../../harness/contract/trace.ts';
import type { KeyedSums } from '../stats/session-sums.ts';
import { NumberList } from './number-list.ts';
import { createProposalStore, type JudgedProposal } from './proposal-store.ts';

/** What the sessions of one cell add up to. Reading it does not depend on the order in which traces came. */
export interface CellAccumulator {
  /** Takes in one episode. Throws: where the session was already taken in. */
  add(trace: Trace): void;
  /** Sessions that count: crashed ones do not. Sorted by id. */
  sessions(): readonly string[];
  /** Steps in those sessions. */
  steps(): number;
  faults(): { readonly retried: number; readonly crashed: number };
  /** Sessions in which the desk failed for good, sorted as `sessions()` are. */
  crashed(): readonly string[];
  /** One numerator and denominator for each of `sessions()`. Throws: for a metric that it was not made with. */
  sums(metric: string): KeyedSums;
  /** Scored or reviewed critical suggestions, by session and step. */
  proposals(): readonly JudgedProposal[];
}

interface MetricColumns {
  readonly metric: Metric;
  readonly numerators: NumberList;
  readonly denominators: NumberList;
}

/** Collects one cell's traces, keeping a few numbers of each. */
export function createCellAccumulator(metrics: readonly Metric[]): CellAccumulator {
  const columns = new Map<string, MetricColumns>();
  for (const metric of metrics) {
    if (columns.has(metric.name)) throw new Error(`Two metrics are named "${metric.name}": rename one.`);
    columns.set(metric.name, { metric, numerators: new NumberList(), denominators: new NumberList() });
  }
  const ids: string[] = [];
  const cases: string[] = [];
  let shared = false;
  const seen = new Set<string>();
  const proposals = createProposalStore();
  const crashed: string[] = [];
  let retried = 0;
  let steps = 0;
  let order: { readonly places: Uint32Array; readonly ids: readonly string[] } | null = null;
  const sorted = () => {
    order ??= sortById(ids);
    return order;
  };
  return {
    add(trace) {
      if (seen.has(trace.session))
        throw new Error(`Session "${trace.session}" is twice in cell "${trace.cell}": sessions must be distinct.`);
      seen.add(trace.session);
      if (trace.end === 'crashed') {
        crashed.push(trace.session);
        return;
      }
      if (trace.retries > 0) retried++;
      order = null;
      for (const { metric, numerators, denominators } of columns.values()) {
        const { numerator, denominator } = metric.measure(trace);
        numerators.push(numerator);
        denominators.push(denominator);
      }
      for (const step of trace.steps) proposals.add(ids.length, step);
      steps += trace.steps.length;
      ids.push(trace.session);
      cases.push(caseOfTrace(trace));
      shared ||= trace.caseKey !== undefined;
    },
    sessions: () => sorted().ids,
    steps: () => steps,
    faults: () => ({ retried, crashed: crashed.length }),
    crashed: () => crashed.toSorted(),
    sums(name) {
      const column = columns.get(name);
      if (!column) throw new Error(`Metric "${name}" was not collected; there are ${[...columns.keys()].join(', ')}.`);
      const { places } = sorted();
      return {
        sessions: sorted().ids,
        ...(shared && { cases: Array.from(places, (place) => cases[place]!) }),
        numerators: column.numerators.pick(places),
        denominators: column.denominators.pick(places),
      };
    },
    proposals: () => proposals.read(ids, sorted().places),
  };
}

function sortById(ids: readonly string[]) {
  const places = Uint32Array.from(ids.keys()).sort((a, b) => (ids[a]! < ids[b]! ? -1 : 1));
  return { places, ids: Array.from(places, (place) => ids[place]!) };
}
