import { clopperPearsonLower } from '../../../policies/gates/support/binomial.ts';
import type { NoiseRates } from '../../contract/noise-rates.ts';

/** An operator's answer to a suggestion whose truth an auditor found out. */
export interface AuditedAnswer {
  readonly accepted: boolean;
  readonly right: boolean;
}

/** A rate with its exact interval. */
interface RateEstimate {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** Audited answers that it rests on. */
  readonly trials: number;
}

export interface GoldAudit {
  readonly rates: NoiseRates;
  /** P(operator rejects | suggestion right). */
  readonly alpha: RateEstimate;
  /** P(operator accepts | suggestion wrong). */
  readonly beta: RateEstimate;
}

/**
 * Estimates how often operators are wrong from answers whose truth was audited.
 *
 * Assumes that answers were drawn for the audit without regard to what the operator answered: a sample of so many
 * accepted and so many rejected ones gives other rates. `confidence` is that of each interval, 0.95 by default.
 *
 * Throws: where no audited suggestion is right, or none is wrong: one of the rates is then unknown. Source: Clopper &
 * Pearson 1934.
 */
export function estimateByGoldAudit(audited: readonly AuditedAnswer[], confidence = 0.95): GoldAudit {
  if (!(confidence > 0 && confidence < 1))
    throw new Error(`confidence is ${confidence}: give a number between 0 and 1`);
  const rate = (right: boolean): RateEstimate => {
    const some = audited.filter((one) => one.right === right);
    const wrongly = some.filter((one) => one.accepted !== right).length;
    if (some.length === 0)
      throw new Error(
        `none of ${audited.length} audited suggestions is ${right ? 'right' : 'wrong'}: audit more of them`,
      );
    return {
      estimate: wrongly / some.length,
      ...clopperPearson(wrongly, some.length, confidence),
      trials: some.length,
    };
  };
  const [alpha, beta] = [rate(true), rate(false)];
  return { rates: { alpha: alpha.estimate, beta: beta.estimate }, alpha, beta };
}

/** The exact two-sided interval: each side is missed with at most half of what the confidence leaves. */
function clopperPearson(successes: number, trials: number, confidence: number): { low: number; high: number } {
  const side = (1 - confidence) / 2;
  return {
    low: clopperPearsonLower(successes, trials, side),
    high: 1 - clopperPearsonLower(trials - successes, trials, side),
  };
}
