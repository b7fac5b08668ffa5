import type { Rng } from '../../harness/contract/rng.ts';
import type { Ranged } from '../figures/schema.ts';
import { gateMeasures } from '../stats/gate-measures.ts';
import { counted, NO_ESTIMATE } from '../stats/interval.ts';
import { shareOf } from '../stats/ratio-estimate.ts';
import type { ScoredOutcome } from '../stats/scored-outcome.ts';
import { sessionBootstrap } from '../stats/session-bootstrap.ts';
import { type WeightedStatistic, weightedStatistics } from '../stats/weighted-statistics.ts';

/** A scored suggestion whose truth is known, and its session. */
export interface KnownScore extends ScoredOutcome {
  readonly session: string;
}

const MEASURES = [
  'precision',
  'recall',
  'f1',
  'macro_f1',
  'aurc',
  'excess_aurc',
  'normalised_aurc',
  'augrc',
  'auroc',
  'ece',
  'brier',
  'coverage',
] as const;
type Measure = (typeof MEASURES)[number];
export type MeasuredScores = Readonly<Record<Measure, Ranged>>;

export interface ScoreMeasuring {
  /** Where precision, recall and F1 are taken; null: nothing passes. */
  readonly threshold: number | null;
  /** Precision at which coverage is taken. */
  readonly target: number;
  /** A new stream for each call: all measures are then redrawn alike. */
  readonly rng: () => Rng;
  readonly draws: number;
}

/** How well scores part right from wrong and foretell it, each with an interval clustered by session. */
export function measureScores(known: readonly KnownScore[], options: ScoreMeasuring): MeasuredScores {
  const { threshold, target, rng, draws } = options;
  const at = threshold ?? Number.POSITIVE_INFINITY;
  const sessions = known.map(({ session }) => session);
  const drawn = (statistic: WeightedStatistic): Ranged => {
    return counted(sessionBootstrap(sessions, statistic, rng(), { draws }), new Set(sessions).size);
  };
  if (known.length === 0)
    return Object.fromEntries(MEASURES.map((name) => [name, NO_ESTIMATE])) as Record<Measure, Ranged>;
  return {
    ...passing(
      known.map(({ session, score, right }) => ({ session, right, passed: score >= at })),
      rng,
      draws,
    ),
    macro_f1: { ...NO_ESTIMATE, estimate: gateMeasures(known, at)?.macro.f1 ?? null },
    aurc: drawn(weightedStatistics.aurc(known)),
    excess_aurc: drawn(weightedStatistics.excessAurc(known)),
    normalised_aurc: drawn(weightedStatistics.normalisedAurc(known)),
    augrc: drawn(weightedStatistics.augrc(known)),
    auroc: drawn(weightedStatistics.auroc(known)),
    ece: drawn(weightedStatistics.ece(known)),
    brier: drawn(weightedStatistics.brier(known)),
    coverage: drawn(weightedStatistics.coverageAtPrecision(known, target)),
  };
}

/** A suggestion, whether it is right, and whether it passed. */
export interface PassedAnswer {
  readonly session: string;
  readonly right: boolean;
  readonly passed: boolean;
}

/** Precision, recall, F1 and coverage of what passes; where nothing does, there is no precision. */
export function passing(items: readonly PassedAnswer[], rng: () => Rng, draws: number) {
  const outcomes = items.map(({ right, passed }) => ({ right, score: passed ? 1 : 0 }));
  const sessions = items.map(({ session }) => session);
  const f1 = sessionBootstrap(sessions, weightedStatistics.f1(outcomes, 1), rng(), { draws });
  const hits = (one: PassedAnswer) => one.right && one.passed;
  return {
    precision: shareBySession(items, hits, ({ passed }) => passed),
    recall: shareBySession(items, hits, ({ right }) => right),
    f1: counted(f1, new Set(sessions).size),
    coverage: shareBySession(
      items,
      ({ passed }) => passed,
      () => true,
    ),
  };
}

/** Share that counts of the items that are looked at, with an interval clustered by session. */
export function shareBySession<T extends { readonly session: string }>(
  items: readonly T[],
  counts: (item: T) => boolean,
  among: (item: T) => boolean,
): Ranged {
  const sums = new Map<string, { numerator: number; denominator: number }>();
  for (const item of items) {
    const sum = sums.get(item.session) ?? { numerator: 0, denominator: 0 };
    if (among(item)) sum.denominator++;
    if (counts(item)) sum.numerator++;
    sums.set(item.session, sum);
  }
  const all = [...sums.values()];
  const numerators = all.map(({ numerator }) => numerator);
  return shareOf({ numerators, denominators: all.map((one) => one.denominator) });
}

/** The threshold of the highest F1 against what operators accepted; of several the lowest. */
export function bestF1Threshold(answers: readonly { score: number; accepted: boolean }[]): number | null {
  const sorted = [...answers].sort((a, b) => b.score - a.score);
  const accepted = sorted.filter((answer) => answer.accepted).length;
  let best = { f1: -1, threshold: null as number | null };
  let hits = 0;
  for (const [i, answer] of sorted.entries()) {
    if (answer.accepted) hits++;
    if (sorted[i + 1]?.score === answer.score) continue;
    const f1 = (2 * hits) / (accepted + i + 1);
    if (f1 >= best.f1) best = { f1, threshold: answer.score };
  }
  return best.threshold;
}
