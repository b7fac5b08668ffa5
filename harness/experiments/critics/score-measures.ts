import type { Ranged } from '../../../reports/figures/schema.ts';
import { auroc } from '../../../reports/stats/auroc.ts';
import { brierScore, calibrationError, reliabilityBins } from '../../../reports/stats/reliability.ts';
import { riskCoverage } from '../../../reports/stats/risk-coverage.ts';
import type { ScoredOutcome } from '../../../reports/stats/scored-outcome.ts';
import type { Rng } from '../../contract/rng.ts';
import { bootstrapSessions } from './bootstrap-sessions.ts';

/** A scored suggestion whose truth is known, and its session. */
export interface KnownScore extends ScoredOutcome {
  readonly session: string;
}

export const MEASURES = [
  'precision',
  'recall',
  'f1',
  'aurc',
  'excess_aurc',
  'augrc',
  'auroc',
  'ece',
  'brier',
  'coverage',
] as const;
export type Measure = (typeof MEASURES)[number];
export type Measured = Readonly<Record<Measure, Ranged>>;

export interface MeasureOptions {
  /** Where precision, recall and F1 are taken; null: nothing passes. */
  readonly threshold: number | null;
  /** Precision at which coverage is taken. */
  readonly target: number;
  readonly rng: Rng;
  readonly draws: number;
}

/** How well scores part right from wrong and foretell it, each with an interval clustered by session. */
export function measureScores(known: readonly KnownScore[], options: MeasureOptions): Measured {
  const { threshold, target, rng, draws } = options;
  const all = bootstrapSessions(bySession(known), (items) => measuresOf(items, threshold, target), rng, draws);
  return Object.fromEntries(MEASURES.map((name, at) => [name, all[at]])) as Record<Measure, Ranged>;
}

/** Precision, recall and F1 of passing at a threshold; a closed gate recalls nothing and has no precision. */
export function passing(known: readonly ScoredOutcome[], threshold: number | null) {
  let [passed, hits, right] = [0, 0, 0];
  for (const one of known) {
    if (one.right) right++;
    if (threshold === null || one.score < threshold) continue;
    passed++;
    if (one.right) hits++;
  }
  return {
    precision: passed === 0 ? null : hits / passed,
    recall: right === 0 ? null : hits / right,
    f1: right + passed === 0 ? null : (2 * hits) / (right + passed),
    coverage: known.length === 0 ? null : passed / known.length,
  };
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

export function bySession<T extends { readonly session: string }>(items: readonly T[]): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.session);
    if (group) group.push(item);
    else groups.set(item.session, [item]);
  }
  return [...groups.values()];
}

function measuresOf(known: readonly KnownScore[], threshold: number | null, target: number): (number | null)[] {
  const at = passing(known, threshold);
  const curve = riskCoverage(known);
  const bins = reliabilityBins(known);
  // At least the target among what passes, at any threshold; nothing passing keeps every promise.
  const coverage = curve?.points.reduce((most, point) => (1 - point.risk >= target ? point.coverage : most), 0) ?? null;
  const byName: Record<Measure, number | null> = {
    precision: at.precision,
    recall: at.recall,
    f1: at.f1,
    aurc: curve?.aurc ?? null,
    excess_aurc: curve?.excessAurc ?? null,
    augrc: curve?.augrc ?? null,
    auroc: auroc(known),
    ece: calibrationError(bins),
    brier: brierScore(known),
    coverage,
  };
  return MEASURES.map((name) => byName[name]);
}
