import { type DifferenceAtLook, differenceAtLook } from '../../../reports/stats/difference-at-look.ts';
import { sequentialCriticals } from '../../../reports/stats/group-sequential.ts';
import type { KeyedSums } from '../../../reports/stats/session-sums.ts';
import type { Metric } from '../../contract/metric.ts';
import type { Session } from '../../contract/session.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { sampleSessions } from '../data/sample-sessions.ts';
import { comparisonsOf, type Sweep } from './plan.ts';

/** Probability that any verdict of the sweep is false. */
export const SWEEP_ERROR = 0.05;

/** A metric of which one direction is the good one. */
type JudgedMetric = Metric & { readonly better: 'higher' | 'lower' };

/** By which rule the comparisons of a sweep take more sessions. */
export interface AdaptiveRule {
  readonly metric: JudgedMetric;
  readonly arm: string;
  readonly baseline: string;
  /** Sessions that a cell has at each look. */
  readonly sizes: readonly number[];
  /** Critical value of each look. */
  readonly criticals: readonly number[];
}

/**
 * The rule of a plan; null where it has none. Each comparison gets its part of the error, whatever becomes of the others
 * (Bonferroni): Holm's rule would have to wait for them, and a shard needs nothing of another.
 * Throws: `UsageError` where there is no such metric, or neither of its directions is good.
 */
export function adaptiveRule(sweep: Sweep, metrics: readonly Metric[]): AdaptiveRule | null {
  const { adaptive, sessions = 0 } = sweep;
  if (!adaptive) return null;
  const { arm, baseline, looks, spending } = adaptive;
  const sizes = Array.from({ length: looks }, (_, at) => Math.ceil(((at + 1) * sessions) / looks));
  const shares = sizes.map((size) => size / sessions);
  const level = SWEEP_ERROR / comparisonsOf(sweep).length;
  const criticals = sequentialCriticals(shares, level, spending);
  return { metric: judgedMetric(adaptive.metric, metrics), arm, baseline, sizes, criticals };
}

function judgedMetric(name: string, metrics: readonly Metric[]): JudgedMetric {
  const judged = metrics.filter((one): one is JudgedMetric => one.better !== null);
  const found = judged.find((one) => one.name === name);
  if (found) return found;
  const known = judged.map((one) => one.name).join(', ');
  throw new UsageError(`--plan, adaptive.metric: "${name}" is none that says better or worse. Use one of ${known}.`);
}

/** What a comparison came to when it was last looked at. */
export interface Looked extends DifferenceAtLook {
  /** From 1. */
  readonly look: number;
}

/** Looks at a comparison of which so many sessions were played in each cell, crashed ones too. */
export function lookAt(
  { metric, sizes, criticals }: AdaptiveRule,
  played: number,
  ours: KeyedSums,
  theirs: KeyedSums,
): Looked {
  // Where the data end before the plan does, the last look comes early: its interval is then too wide rather than too narrow.
  const at = sizes.findIndex((size) => size >= played);
  return { ...differenceAtLook(ours, theirs, metric, criticals[at] as number), look: at + 1 };
}

/**
 * The sessions of each look, which are asked for one by one: those that a sample of the look's size has more than the one
 * before, so that seed and ids alone say which they are. Ends when `isDecided`, or when there are no more.
 */
export function* sessionsByLook(
  sessions: readonly Session[],
  seed: string,
  sizes: readonly number[],
  isDecided: () => boolean,
): Generator<readonly Session[], void, undefined> {
  const played = new Set<Session>();
  for (const size of sizes) {
    const more = sampleSessions(sessions, seed, size).filter((session) => !played.has(session));
    if (more.length === 0) return;
    for (const session of more) played.add(session);
    yield more;
    if (isDecided()) return;
  }
}
