import type { Session, Step } from '../../harness/contract/session.ts';
import { ACTS, type Act, type OperatorTimes, STAR_TIMES, type TimeModel } from './operator-times.ts';
import { quantile } from './quantile.ts';

/** How long one act took in the log. */
export interface ActFit extends TimeModel {
  /** How often the act was timed. */
  readonly count: number;
  /** Whether the log has too few of it, so that the model is the assumed one. */
  readonly assumed: boolean;
}

/** One operator's record in the log. */
export interface OperatorFit {
  readonly operator: string;
  readonly sessions: number;
  /** Answers to suggestions, and how many of them took one. */
  readonly replies: number;
  readonly picked: number;
  /** picked / replies; null without a reply. */
  readonly acceptance: number | null;
  /** Median active time of the operator's complete sessions; null without one. */
  readonly medianSessionActiveMs: number | null;
}

export interface OperatorsFit {
  /** What `createOperator` takes. */
  readonly times: OperatorTimes;
  readonly acts: Readonly<Record<Act, ActFit>>;
  /** By number of replies, most first. */
  readonly operators: readonly OperatorFit[];
  /** Over operators with more than `minReplies` replies; null where there is none. */
  readonly acceptance: Spread | null;
  /** Over complete sessions that have times; null where there is none. */
  readonly sessionActiveMs: { readonly sessions: number; readonly mean: number; readonly median: number } | null;
}

export interface Spread {
  readonly operators: number;
  readonly min: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly max: number;
}

/** Fewer times than these fit no model. */
const LEAST_TIMES = 20;
/** Logs hold whole seconds: half of one stands for what they call 0. */
const SHORTEST_MS = 500;
/** Times beyond this quantile count as this quantile: the operator was away. */
const LONGEST_QUANTILE = 0.999;

/**
 * Fits active times and acceptance to a log. A time model has the log's median, and the
 * sigma that gives it the log's mean, so that simulated totals come out right. An act with fewer than 20 times keeps the assumed model.
 */
export function fitOperators(sessions: Iterable<Session>, { minReplies = 100 } = {}): OperatorsFit {
  const times = new Map<Act, number[]>(ACTS.map((act) => [act, []]));
  const records = new Map<string, Tally>();
  const activeMs: number[] = [];
  for (const session of sessions) {
    const record = recordOf(records, session.operator ?? '(unknown)');
    record.sessions++;
    let readyMs = 0;
    for (const step of session.steps) {
      for (const [act, ms] of timedActs(step, readyMs)) times.get(act)?.push(ms);
      readyMs = step.atMs;
      if (step.suggestion) record.replies++;
      if (step.suggestion?.accepted) record.picked++;
    }
    const sum = sessionActiveMs(session);
    if (sum === null || !session.complete) continue;
    activeMs.push(sum);
    record.activeMs.push(sum);
  }
  const acts = Object.fromEntries(ACTS.map((act) => [act, fitAct(act, times.get(act) ?? [])])) as Record<Act, ActFit>;
  const operators = [...records].map(([operator, record]) => operatorFit(operator, record));
  return {
    times: Object.fromEntries(
      ACTS.map((act) => [act, { medianMs: acts[act].medianMs, sigma: acts[act].sigma }]),
    ) as unknown as OperatorTimes,
    acts,
    operators: operators.sort((a, b) => b.replies - a.replies || (a.operator < b.operator ? -1 : 1)),
    acceptance: spread(
      operators.flatMap(({ replies, acceptance }) => (replies > minReplies ? (acceptance ?? []) : [])),
    ),
    sessionActiveMs:
      activeMs.length === 0
        ? null
        : { sessions: activeMs.length, mean: mean(activeMs), median: quantile(activeMs, 0.5) },
  };
}

interface Tally {
  sessions: number;
  replies: number;
  picked: number;
  readonly activeMs: number[];
}

function recordOf(records: Map<string, Tally>, operator: string): Tally {
  let record = records.get(operator);
  if (!record) {
    record = { sessions: 0, replies: 0, picked: 0, activeMs: [] };
    records.set(operator, record);
  }
  return record;
}

/** The acts of a step with their times: each begins at the event before it, whoever's that was. */
function* timedActs(step: Step, readyMs: number): Generator<[Act, number]> {
  const heard = step.arrivals.map(({ atMs }) => atMs);
  const since = (atMs: number, own: readonly number[]) =>
    atMs - Math.max(readyMs, ...[...heard, ...own].filter((before) => before <= atMs));
  let draftingMs = 0;
  const drafted: number[] = [];
  for (const { atMs } of step.drafts) {
    const ms = since(atMs, drafted);
    drafted.push(atMs);
    draftingMs += ms;
    yield ['draft', ms];
  }
  const ms = step.activeMs === null ? since(step.atMs, drafted) : step.activeMs - draftingMs;
  if (ms >= 0) yield [lastAct(step), ms];
}

function lastAct({ action, drafts, suggestion }: Step): Act {
  switch (action.kind) {
    case 'select_procedure':
      return 'procedure';
    case 'submit_form':
      return 'form';
    case 'click_control':
      return 'click';
    case 'transfer':
    case 'close':
      return 'finish';
    case 'send_text':
      if (action.reply === null) return 'freeText';
      return drafts.length > 0 || suggestion ? 'pick' : 'draft';
  }
}

function sessionActiveMs({ steps }: Session): number | null {
  let sum = 0;
  for (const { activeMs } of steps) {
    if (activeMs === null) return null;
    sum += activeMs;
  }
  return steps.length === 0 ? null : sum;
}

function fitAct(act: Act, times: readonly number[]): ActFit {
  if (times.length < LEAST_TIMES) return { ...STAR_TIMES[act], count: times.length, assumed: true };
  const longestMs = quantile(times, LONGEST_QUANTILE);
  const held = times.map((ms) => Math.min(Math.max(ms, SHORTEST_MS), Math.max(longestMs, SHORTEST_MS)));
  const medianMs = quantile(held, 0.5);
  return {
    medianMs,
    sigma: Math.sqrt(2 * Math.log(Math.max(1, mean(held) / medianMs))),
    count: times.length,
    assumed: false,
  };
}

function operatorFit(operator: string, { sessions, replies, picked, activeMs }: Tally): OperatorFit {
  return {
    operator,
    sessions,
    replies,
    picked,
    acceptance: replies === 0 ? null : picked / replies,
    medianSessionActiveMs: activeMs.length === 0 ? null : quantile(activeMs, 0.5),
  };
}

function spread(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const [min, q1, median, q3, max] = [0, 0.25, 0.5, 0.75, 1].map((p) => quantile(values, p)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { operators: values.length, min, q1, median, q3, max };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
