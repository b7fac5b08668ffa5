import type { Metric } from '../../harness/contract/metric.ts';
import type { Trace, TraceStep } from '../../harness/contract/trace.ts';
import { suggestedCritical, suggestedRight } from '../metrics/step-facts.ts';
import type { SessionSums } from '../stats/session-sums.ts';
import { NumberList } from './number-list.ts';

/** One critical suggestion that was scored, reviewed, or both. */
export interface Proposal {
  readonly session: string;
  readonly step: number;
  /** Critic's score; null where the critic was not asked. */
  readonly score: number | null;
  /** Whether it is the right action. */
  readonly right: boolean;
  /** What the operator answered; null where no operator was asked. */
  readonly accepted: boolean | null;
}

/** What the sessions of one cell add up to. Reading it does not depend on the order in which traces came. */
export interface CellAccumulator {
  /** Takes in one episode. Throws: where the session was already taken in. */
  add(trace: Trace): void;
  /** Sessions that count: crashed ones do not. Sorted by id. */
  sessions(): readonly string[];
  /** Steps in those sessions. */
  steps(): number;
  faults(): { readonly retried: number; readonly crashed: number };
  /** One numerator and denominator for each of `sessions()`. Throws: for a metric that it was not made with. */
  sums(metric: string): SessionSums;
  /** Scored or reviewed critical suggestions, by session and step. */
  proposals(): readonly Proposal[];
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
  const seen = new Set<string>();
  const proposals = createProposalStore();
  const faults = { retried: 0, crashed: 0 };
  let steps = 0;
  let order: Uint32Array | null = null;
  const sorted = () => {
    order ??= sortedPlaces(ids);
    return order;
  };
  return {
    add(trace) {
      if (seen.has(trace.session))
        throw new Error(`Session "${trace.session}" is twice in cell "${trace.cell}": sessions must be distinct.`);
      seen.add(trace.session);
      if (trace.end === 'crashed') {
        faults.crashed++;
        return;
      }
      if (trace.retries > 0) faults.retried++;
      order = null;
      for (const { metric, numerators, denominators } of columns.values()) {
        const { numerator, denominator } = metric.measure(trace);
        numerators.push(numerator);
        denominators.push(denominator);
      }
      for (const step of trace.steps) proposals.add(ids.length, step);
      steps += trace.steps.length;
      ids.push(trace.session);
    },
    sessions: () => Array.from(sorted(), (place) => ids[place]!),
    steps: () => steps,
    faults: () => ({ ...faults }),
    sums(name) {
      const column = columns.get(name);
      if (!column) throw new Error(`Metric "${name}" was not collected; there are ${[...columns.keys()].join(', ')}.`);
      return { numerators: column.numerators.pick(sorted()), denominators: column.denominators.pick(sorted()) };
    },
    proposals: () => proposals.read(ids, sorted()),
  };
}

function sortedPlaces(ids: readonly string[]): Uint32Array {
  return Uint32Array.from(ids.keys()).sort((a, b) => (ids[a]! < ids[b]! ? -1 : 1));
}

/** Proposals as columns: places of sessions, and NaN for what is not known. */
function createProposalStore() {
  const [places, steps, scores, rights, answers] = Array.from({ length: 5 }, () => new NumberList()) as [
    NumberList,
    NumberList,
    NumberList,
    NumberList,
    NumberList,
  ];
  return {
    add(place: number, step: TraceStep): void {
      const answered = step.verdict === 'accept' || step.verdict === 'correct';
      if (!suggestedCritical(step) || (step.score === null && !answered)) return;
      places.push(place);
      steps.push(step.index);
      scores.push(step.score ?? Number.NaN);
      rights.push(suggestedRight(step) ? 1 : 0);
      answers.push(answered ? (step.verdict === 'accept' ? 1 : 0) : Number.NaN);
    },
    read(ids: readonly string[], sorted: Uint32Array): Proposal[] {
      const ranks = new Uint32Array(ids.length);
      sorted.forEach((place, rank) => {
        ranks[place] = rank;
      });
      const columns = [places, steps, scores, rights, answers].map((list) => list.values());
      const [at, step, score, right, answer] = columns as [
        Float64Array,
        Float64Array,
        Float64Array,
        Float64Array,
        Float64Array,
      ];
      const byRank = Uint32Array.from(at.keys()).sort((a, b) => ranks[at[a]!]! - ranks[at[b]!]! || a - b);
      return Array.from(byRank, (i) => ({
        session: ids[at[i]!]!,
        step: step[i]!,
        score: Number.isNaN(score[i]!) ? null : score[i]!,
        right: right[i] === 1,
        accepted: Number.isNaN(answer[i]!) ? null : answer[i] === 1,
      }));
    },
  };
}
