import type { ScoredOutcome } from './scored-outcome.ts';

/** Precision, recall and their harmonic mean; null where there is nothing to divide by. */
interface ClassMeasures {
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

/** What a gate at a threshold does with scored proposals. */
export interface GateMeasures {
  /** Of executing what is right. */
  readonly execute: ClassMeasures;
  /** Of deferring what is wrong. */
  readonly defer: ClassMeasures;
  /** Means of both classes, undefined measures counting 0. */
  readonly macro: Required<Record<keyof ClassMeasures, number>>;
}

/**
 * Precision, recall and F1 of executing at or above a threshold, by class and averaged: published gates are given as
 * averages of both classes, recognisable by an F1 that is not the harmonic mean of precision and recall.
 *
 * Null: there are no proposals.
 */
export function gateMeasures(outcomes: readonly ScoredOutcome[], threshold: number): GateMeasures | null {
  if (outcomes.length === 0) return null;
  let [autoRight, autoWrong, deferRight, deferWrong] = [0, 0, 0, 0];
  for (const { score, right } of outcomes)
    if (score >= threshold) right ? autoRight++ : autoWrong++;
    else right ? deferRight++ : deferWrong++;
  const execute = classMeasures(autoRight, autoRight + autoWrong, autoRight + deferRight);
  const defer = classMeasures(deferWrong, deferRight + deferWrong, autoWrong + deferWrong);
  return { execute, defer, macro: average(execute, defer) };
}

function classMeasures(hits: number, given: number, truth: number): ClassMeasures {
  return {
    precision: given === 0 ? null : hits / given,
    recall: truth === 0 ? null : hits / truth,
    f1: given + truth === 0 ? null : (2 * hits) / (given + truth),
  };
}

function average(one: ClassMeasures, other: ClassMeasures) {
  const mean = (name: keyof ClassMeasures) => ((one[name] ?? 0) + (other[name] ?? 0)) / 2;
  return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') };
}
