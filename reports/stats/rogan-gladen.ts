export interface TruePrecision {
  /** Estimate of the share that is really right. Range: [0, 1]; where the raw value leaves it, it is cut. */
  readonly estimate: number;
  readonly standardError: number;
  /** Whether the raw estimate left [0, 1]: then the rates do not fit the acceptance that was seen. */
  readonly clipped: boolean;
}

/**
 * True precision behind an acceptance rate, where operators reject right suggestions at rate α and
 * accept wrong ones at rate β, both known.
 *
 * Throws: where there are no judgements, or where α + β ≥ 1, so that acceptance says nothing about being
 * right. Source: Rogan & Gladen 1978; p = (q − β)/(1 − α − β), SE = √(q(1 − q)/n)/(1 − α − β).
 */
export function roganGladen(accepted: number, judged: number, alpha: number, beta: number): TruePrecision {
  if (!(judged > 0 && accepted >= 0 && accepted <= judged))
    throw new Error(`${accepted} accepted of ${judged} judged is no acceptance rate.`);
  const power = 1 - alpha - beta;
  if (!(alpha >= 0 && beta >= 0 && power > 0))
    throw new Error(
      `With α = ${alpha} and β = ${beta} acceptance does not tell right from wrong: α + β must be below 1.`,
    );
  const q = accepted / judged;
  const raw = (q - beta) / power;
  return {
    estimate: Math.min(1, Math.max(0, raw)),
    standardError: Math.sqrt((q * (1 - q)) / judged) / power,
    clipped: raw < 0 || raw > 1,
  };
}
