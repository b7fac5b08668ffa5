import type { ScoredOutcome } from './scored-outcome.ts';

/** What happens when everything at or above a threshold is executed. */
export interface RiskCoveragePoint {
  readonly threshold: number;
  /** Executed / all. */
  readonly coverage: number;
  /** Selective risk: wrong among executed / executed. */
  readonly risk: number;
  /** Generalised risk: wrong among executed / all. */
  readonly generalisedRisk: number;
}

/**
 * Risk against coverage over all thresholds; proposals of one score pass together. Areas are trapezoids;
 * from coverage 0 to the first point selective risk is taken as flat, generalised risk as rising from 0.
 *
 * Null: there are no proposals. Source: Geifman & El-Yaniv 2017 and 2019; Traub et al. 2024 (AUGRC);
 * HAL for the normalised AURC.
 */
export function riskCoverage(outcomes: readonly ScoredOutcome[]) {
  const all = outcomes.length;
  if (all === 0) return null;
  const sorted = [...outcomes].sort((a, b) => b.score - a.score);
  const points: RiskCoveragePoint[] = [];
  let wrong = 0;
  let aurc = 0;
  let augrc = 0;
  let before = { coverage: 0, risk: 0, generalisedRisk: 0 };
  for (const [i, { score, right }] of sorted.entries()) {
    if (Number.isNaN(score)) throw new Error('A score is NaN: it has no place in a risk-coverage curve.');
    if (!right) wrong++;
    if (sorted[i + 1]?.score === score) continue;
    const point = { threshold: score, coverage: (i + 1) / all, risk: wrong / (i + 1), generalisedRisk: wrong / all };
    const width = point.coverage - before.coverage;
    const left = points.length === 0 ? point.risk : before.risk;
    aurc += (width * (left + point.risk)) / 2;
    augrc += (width * (before.generalisedRisk + point.generalisedRisk)) / 2;
    points.push(point);
    before = point;
  }
  const share = wrong / all;
  const excessAurc = aurc - perfectAurc(share);
  return {
    /** One a distinct score, strictest first; the last has coverage 1. */
    points /** Area under selective risk over coverage. */,
    aurc /** Area under generalised risk over coverage; a perfect order gives e²/2. */,
    augrc /** AURC − that of a perfect order, e + (1 − e) ln(1 − e), where e is the share wrong. */,
    excessAurc /** 1 for a perfect order, 0 for one by chance, below 0 for a worse one. Null: all right, or all wrong. */,
    normalisedAurc: normalisedAurc(aurc, share),
  };
}

/** AURC of a perfect order where this share is wrong. */
export function perfectAurc(error: number): number {
  return error === 1 ? 1 : error + (1 - error) * Math.log1p(-error);
}

/** 1 − (AURC − AURC*)/(e − AURC*). Null: all right, or all wrong. */
export function normalisedAurc(aurc: number, error: number): number | null {
  if (error === 0 || error === 1) return null;
  const perfect = perfectAurc(error);
  return 1 - (aurc - perfect) / (error - perfect);
}

/** At most `limit` of the points, first and last among them, spread evenly over coverage. */
export function thinPoints(points: readonly RiskCoveragePoint[], limit: number): RiskCoveragePoint[] {
  if (points.length <= limit) return [...points];
  const kept: RiskCoveragePoint[] = [];
  for (const point of points) {
    const due = kept.length / (limit - 1);
    if (kept.length === 0 || (point.coverage >= due && kept.length < limit - 1)) kept.push(point);
  }
  const last = points.at(-1);
  if (last && kept.at(-1) !== last) kept.push(last);
  return kept;
}
