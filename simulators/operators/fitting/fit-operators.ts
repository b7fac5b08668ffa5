import { ACTION_KINDS, type ActionKind } from '../../../harness/contract/action.ts';
import type { Session } from '../../../harness/contract/session.ts';
import { meanOf, quantile, sumOf } from '../../../harness/shared/numbers.ts';
import { ACTS, type Act, type OperatorTimes, STAR_TIMES, type TimeModel } from '../answering/operator-times.ts';
import { clipTimes } from './clip-times.ts';
import { type Answers, type OperatorLog, tallyOperators } from './tally-operators.ts';

/** How long one act took in the log. */
export interface ActFit extends TimeModel {
  /** How often the act was timed. */
  readonly count: number;
  /** Times that were below the shortest that can be told and count as that, and those above the longest. */
  readonly floored: number;
  readonly capped: number;
  /** Whether the log has too few of it, so that the model is the assumed one. */
  readonly assumed: boolean;
}

/** One operator's record in the log. */
interface OperatorFit {
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
  /** Suggestions answered and taken, by the kind of the first one shown. */
  readonly answers: Readonly<Partial<Record<ActionKind, Answers>>>;
  /** Over complete sessions that have times; null where there is none. */
  readonly sessionActiveMs: { readonly sessions: number; readonly mean: number; readonly median: number } | null;
}

interface Spread {
  readonly operators: number;
  readonly min: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly max: number;
}

/** Fewer times than these fit no model. */
const LEAST_TIMES = 20;

/**
 * Fits active times and acceptance to a log. A time model has the log's median, and the
 * sigma that gives it the log's mean, so that simulated totals come out right. An act with fewer than 20 times keeps the assumed model.
 */
export function fitOperators(sessions: Iterable<Session>, { minReplies = 100 } = {}): OperatorsFit {
  const logs = tallyOperators(sessions);
  const acts = fitActs(logs);
  const operators = logs.map(operatorFit);
  const activeMs = logs.flatMap((log) => log.activeMs);
  return {
    times: timesOf(acts),
    acts,
    operators: operators.sort((a, b) => b.replies - a.replies || (a.operator < b.operator ? -1 : 1)),
    acceptance: spread(
      operators.flatMap(({ replies, acceptance }) => (replies > minReplies ? (acceptance ?? []) : [])),
    ),
    answers: answersByKind(logs),
    sessionActiveMs:
      activeMs.length === 0
        ? null
        : { sessions: activeMs.length, mean: meanOf(activeMs), median: quantile(activeMs, 0.5) },
  };
}

/** The time model of each act. */
export function fitActs(logs: readonly OperatorLog[]): Record<Act, ActFit> {
  const fitOf = (act: Act) => [
    act,
    fitAct(
      act,
      logs.flatMap(({ times }) => times[act]),
    ),
  ];
  return Object.fromEntries(ACTS.map(fitOf));
}

function timesOf(acts: Readonly<Record<Act, ActFit>>): OperatorTimes {
  const modelOf = ({ medianMs, sigma }: ActFit) => ({ medianMs, sigma });
  const models = ACTS.map((act) => [act, modelOf(acts[act === 'review' ? 'pick' : act])]);
  return Object.fromEntries(models);
}

function answersByKind(logs: readonly OperatorLog[]): Partial<Record<ActionKind, Answers>> {
  const sum = (kind: ActionKind, of: keyof Answers) => sumOf(logs, ({ answers }) => answers.get(kind)?.[of] ?? 0);
  const kinds = ACTION_KINDS.filter((kind) => logs.some(({ answers }) => answers.has(kind)));
  return Object.fromEntries(
    kinds.map((kind) => [kind, { replies: sum(kind, 'replies'), picked: sum(kind, 'picked') }]),
  );
}

function fitAct(act: Act, times: readonly number[]): ActFit {
  if (times.length < LEAST_TIMES)
    return { ...STAR_TIMES[act], count: times.length, floored: 0, capped: 0, assumed: true };
  const held = clipTimes(times);
  const medianMs = quantile(held, 0.5);
  return {
    medianMs,
    sigma: Math.sqrt(2 * Math.log(Math.max(1, meanOf(held) / medianMs))),
    count: times.length,
    floored: times.filter((ms, at) => ms < (held[at] as number)).length,
    capped: times.filter((ms, at) => ms > (held[at] as number)).length,
    assumed: false,
  };
}

function operatorFit({ operator, sessions, replies, picked, activeMs }: OperatorLog): OperatorFit {
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
