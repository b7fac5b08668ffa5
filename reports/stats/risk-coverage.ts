/** Scored proposals, index by index. */
export interface ScoredProposals {
  readonly scores: ArrayLike<number>;
  /** 1 where the proposal is right, else 0. */
  readonly right: ArrayLike<number>;
}

/** What passes at scores of at least `threshold`. */
export interface RiskPoint {
  readonly threshold: number;
  /** Passed / all. */
  readonly coverage: number;
  /** Wrong among passed / passed. */
  readonly risk: number;
}

export interface RiskCoverage {
  /** One per distinct score, the strictest first. */
  readonly points: readonly RiskPoint[];
  /** Area under selective risk over coverage. */
  readonly aurc: number | null;
  /** Area under generalised risk (wrong among passed / all) over coverage. */
  readonly augrc: number | null;
  /** AURC above that of a perfect ranking with as many errors. */
  readonly excessAurc: number | null;
  readonly proposals: number;
}

/**
 * The trade between how much runs and how much of it is wrong. Equal scores pass together; areas are trapezoids;
 * below the first point the selective risk is the first point's, as if a part of the tied proposals passed.
 *
 * Null areas where nothing was scored. Source: Geifman & El-Yaniv 2017 (AURC), Geifman et al. 2019 (E-AURC),
 * Traub et al. 2024 (AUGRC).
 */
export function riskCoverage({ scores, right }: ScoredProposals): RiskCoverage {
  const proposals = scores.length;
  const points: RiskPoint[] = [];
  let [passed, wrong, aurc, augrc] = [0, 0, 0, 0];
  let before: RiskPoint | null = null;
  for (const group of tieGroups(scores, right)) {
    passed += group.count;
    wrong += group.wrong;
    const point: RiskPoint = { threshold: group.score, coverage: passed / proposals, risk: wrong / passed };
    const last: RiskPoint = before ?? { threshold: group.score, coverage: 0, risk: point.risk };
    const width = point.coverage - last.coverage;
    aurc += (width * (point.risk + last.risk)) / 2;
    augrc += (width * (point.risk * point.coverage + last.risk * last.coverage)) / 2;
    points.push(point);
    before = point;
  }
  if (before === null) return { points, aurc: null, augrc: null, excessAurc: null, proposals };
  return { points, aurc, augrc, excessAurc: aurc - optimalAurc(wrong / proposals), proposals };
}

/** AURC of a perfect ranking at this error rate, for many proposals: e + (1 − e) ln(1 − e). Range: [0, 1]. */
export function optimalAurc(errorRate: number): number {
  return errorRate >= 1 ? 1 : errorRate + (1 - errorRate) * Math.log1p(-errorRate);
}

interface TieGroup {
  readonly score: number;
  readonly count: number;
  readonly wrong: number;
}

/** Proposals of equal score together, highest score first. */
function tieGroups(scores: ArrayLike<number>, right: ArrayLike<number>): TieGroup[] {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  const groups: { score: number; count: number; wrong: number }[] = [];
  for (const at of order) {
    const score = scores[at]!;
    let group = groups.at(-1);
    if (group?.score !== score) {
      group = { score, count: 0, wrong: 0 };
      groups.push(group);
    }
    group.count++;
    if (!right[at]) group.wrong++;
  }
  return groups;
}

/** At most `limit` of the points, spread evenly over coverage; the first and the last stay. */
export function thinPoints(points: readonly RiskPoint[], limit: number): RiskPoint[] {
  if (points.length <= limit) return [...points];
  const kept: RiskPoint[] = [];
  const first = points[0]!.coverage;
  const reach = points.at(-1)!.coverage - first;
  for (const point of points) {
    const due = first + (reach * kept.length) / (limit - 1);
    if (point.coverage >= due && kept.length < limit - 1) kept.push(point);
  }
  kept.push(points.at(-1)!);
  return kept;
}
