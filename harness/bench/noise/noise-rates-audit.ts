import type { NoiseRates } from '../../contract/noise-rates.ts';
import { type AuditedAnswer, estimateByGoldAudit } from './gold-audit.ts';

/** Rates from a sample of answers. */
export interface EstimatedRates {
  /** The likeliest rates. */
  readonly likely: NoiseRates;
  /** Rates that ask more of a gate than the true ones would, but for a chance of half of δ: α at its least, β at its most. */
  readonly safe: NoiseRates;
}

/** Share of δ that an estimate's interval takes; the rest is left to the gate, so that both together hold at δ. */
export const DELTA_OF_ESTIMATE = 0.5;

/**
 * Rates from audited answers. Each interval misses on each side with a chance of at most δ/4, and only two sides
 * matter: α too high, β too low.
 *
 * Throws: where no audited suggestion is right, or none is wrong.
 */
export function auditRates(audited: readonly AuditedAnswer[], delta: number): EstimatedRates {
  const { rates, alpha, beta } = estimateByGoldAudit(audited, 1 - DELTA_OF_ESTIMATE * delta);
  return { likely: rates, safe: { alpha: alpha.low, beta: beta.high } };
}
