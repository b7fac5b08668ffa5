import { auroc } from './auroc.ts';
import { brierScore, calibrationError, reliabilityBins } from './reliability.ts';
import { riskCoverage } from './risk-coverage.ts';
import type { ScoredOutcome } from './scored-outcome.ts';

/** How well scores order and foretell what is right, over all thresholds at once. */
export interface ScoreQuality {
  readonly proposals: number;
  /** Share wrong. */
  readonly error: number;
  readonly aurc: number;
  /** AURC over that of a perfect order, e + (1 − e) ln(1 − e). */
  readonly excessAurc: number;
  /** 1 for a perfect order, 0 for one by chance: 1 − (AURC − AURC*)/(e − AURC*). Null: all right, or all wrong. */
  readonly normalisedAurc: number | null;
  readonly augrc: number;
  /** AUGRC over that of a perfect order, e²/2. */
  readonly excessAugrc: number;
  /** Null: all right, or all wrong. */
  readonly auroc: number | null;
  readonly ece: number;
  readonly brier: number;
}

/**
 * All measures of scores that need no threshold. Null: there are no proposals.
 *
 * Source: Geifman et al. 2019 (E-AURC); Traub et al. 2024 (AUGRC); HAL for the normalised AURC.
 */
export function scoreQuality(outcomes: readonly ScoredOutcome[]): ScoreQuality | null {
  const curve = riskCoverage(outcomes);
  const bins = reliabilityBins(outcomes);
  const ece = calibrationError(bins);
  const brier = brierScore(outcomes);
  if (curve === null || ece === null || brier === null) return null;
  const { aurc, augrc, excessAurc } = curve;
  const error = curve.points.at(-1)!.risk;
  const mixed = error > 0 && error < 1;
  return {
    proposals: outcomes.length,
    error,
    aurc,
    excessAurc,
    normalisedAurc: mixed ? 1 - excessAurc / (error - (aurc - excessAurc)) : null,
    augrc,
    excessAugrc: augrc - error ** 2 / 2,
    auroc: auroc(outcomes),
    ece,
    brier,
  };
}
