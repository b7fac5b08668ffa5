import type { Metric } from '../../harness/contract/metric.ts';
import { caseOfTrace, type Trace } from '../../harness/contract/trace.ts';
import { sumOf } from '../../harness/shared/numbers.ts';
import type { KeyedSums } from '../stats/session-sums.ts';
import { NumberList } from './number-list.ts';
import { createProposalStore, type JudgedProposal } from './proposal-store.ts';

/** What the sessions of one cell add up to. Reading it does not depend on the order in which traces came. */
export interface CellAccumulator {
  /**
   * Takes in one episode; of a session that is played several times its place among the repeats, from 1. What a session
   * adds to a metric is then the mean over its repeats: they are no sessions more. Throws: where the same was already
   * taken in.
   */
  add(trace: Trace, repeat?: number): void;
  /** Sessions that count: those of which an episode crashed do not. Sorted by id. */
  sessions(): readonly string[];
  /** Steps in those sessions, in the first repeat of each. */
  steps(): number;
  faults(): { readonly retried: number; readonly crashed: number };
  /** Sessions in which the desk failed for good, sorted as `sessions()` are. */
  crashed(): readonly string[];
  /** One numerator and denominator for each of `sessions()`. Throws: for a metric that it was not made with. */
  sums(metric: string): KeyedSums;
  /** Scored or reviewed critical suggestions, by session and step; of the first repeat of each session. */
  proposals(): readonly JudgedProposal[];
}

interface MetricColumns {
  readonly metric: Metric;
  readonly numerators: NumberList;
  readonly denominators: NumberList;
}

/** Place of a session, and how many of its repeats are in. */
interface TakenSession {
  readonly place: number;
  repeats: number;
}

/** Collects one cell's traces, keeping a few numbers of each. */
export function createCellAccumulator(metrics: readonly Metric[]): CellAccumulator {
  const columns = columnsOf(metrics);
  const ids: string[] = [];
  const cases: string[] = [];
  let shared = false;
  const seen = new Set<string>();
  const proposals = createProposalStore();
  const crashed = new Set<string>();
  const taken = new Map<string, TakenSession & { readonly steps: number }>();
  let retried = 0;
  let order: { readonly places: Uint32Array; readonly ids: readonly string[] } | null = null;
  const sorted = () => {
    order ??= sortById(ids, crashed);
    return order;
  };
  return {
    add(trace, repeat = 1) {
      const name = JSON.stringify([repeat, trace.session]);
      if (seen.has(name))
        throw new Error(`Session "${trace.session}" is twice in cell "${trace.cell}": sessions must be distinct.`);
      seen.add(name);
      order = null;
      if (trace.end === 'crashed') {
        crashed.add(trace.session);
        return;
      }
      if (trace.retries > 0) retried++;
      const known = taken.get(trace.session);
      measure(columns.values(), trace, known);
      if (known) {
        known.repeats++;
        return;
      }
      for (const step of trace.steps) proposals.add(ids.length, step);
      taken.set(trace.session, { place: ids.length, repeats: 1, steps: trace.steps.length });
      ids.push(trace.session);
      cases.push(caseOfTrace(trace));
      shared ||= trace.caseKey !== undefined;
    },
    sessions: () => sorted().ids,
    steps: () => sumOf(sorted().ids, (id) => taken.get(id)!.steps),
    faults: () => ({ retried, crashed: crashed.size }),
    crashed: () => [...crashed].sort(),
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
    proposals: () => proposals.read(ids, sortById(ids).places).filter(({ session }) => !crashed.has(session)),
  };
}

function columnsOf(metrics: readonly Metric[]): ReadonlyMap<string, MetricColumns> {
  const columns = new Map<string, MetricColumns>();
  for (const metric of metrics) {
    if (columns.has(metric.name)) throw new Error(`Two metrics are named "${metric.name}": rename one.`);
    columns.set(metric.name, { metric, numerators: new NumberList(), denominators: new NumberList() });
  }
  return columns;
}

/** Adds what a session comes to; where it is in, moves its mean to what it is with this repeat. */
function measure(columns: Iterable<MetricColumns>, trace: Trace, known: TakenSession | undefined): void {
  for (const { metric, numerators, denominators } of columns) {
    const { numerator, denominator } = metric.measure(trace);
    if (known) {
      const part = 1 / (known.repeats + 1);
      numerators.moveTowards(known.place, numerator, part);
      denominators.moveTowards(known.place, denominator, part);
    } else {
      numerators.push(numerator);
      denominators.push(denominator);
    }
  }
}

function sortById(ids: readonly string[], without: ReadonlySet<string> = new Set()) {
  const kept = without.size === 0 ? ids.keys() : [...ids.keys()].filter((place) => !without.has(ids[place]!));
  const places = Uint32Array.from(kept).sort((a, b) => (ids[a]! < ids[b]! ? -1 : 1));
  return { places, ids: Array.from(places, (place) => ids[place]!) };
}
