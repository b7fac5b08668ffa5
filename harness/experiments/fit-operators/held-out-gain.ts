import { againstValue } from '../../../reports/stats/against-value.ts';
import { clusteredMean } from '../../../reports/stats/clustered-mean.ts';
import { type Judgement, judgeFamily } from '../../../reports/stats/judge-family.ts';
import { ANY_NUMBER } from '../../../reports/stats/range.ts';
import type { FitCheck, HeldOutTimes } from '../../../simulators/operators/fitting/check-fit.ts';
import { sumOf } from '../../shared/numbers.ts';

/** How much better a model foretells than a simpler one, and whether that is shown. */
interface HeldOutGain extends Omit<HeldOutTimes, 'parts'> {
  readonly count: number;
  readonly operators: number;
  /** Log-likelihood gained per answer or time, in nats, with its 95 % interval clustered by operator. Above 0: the model is better. */
  readonly gain: number;
  /** Null ends: all operators gain alike. */
  readonly low: number | null;
  readonly high: number | null;
  /** Corrected for all checks of the log. */
  readonly judgement: Judgement;
}

export interface JudgedCheck extends Omit<FitCheck, 'heldOut'> {
  readonly heldOut: readonly HeldOutGain[];
}

/** A check of a fit with its gains estimated, and judged together: none of the verdicts is false, at 5 % (Holm). */
export function judgeCheck({ heldOut, ...check }: FitCheck): JudgedCheck {
  const gains = heldOut.map(({ parts, ...names }) => {
    const values = parts.map(({ count, gain }, at) => ({ session: String(at), value: gain / count, weight: count }));
    const { estimate, low, high, of: operators } = clusteredMean(values, ANY_NUMBER);
    return { ...names, count: sumOf(parts, ({ count }) => count), operators, estimate, low, high };
  });
  const judgements = judgeFamily(
    gains.map(({ estimate, low, high, operators }) => againstValue({ estimate, low, high }, 0, operators)),
    'holm',
  );
  return {
    ...check,
    heldOut: gains.map(({ estimate, ...gain }, at) => ({
      ...gain,
      gain: estimate ?? 0,
      judgement: judgements[at] ?? { verdict: 'undecided', sessionsToDecide: null },
    })),
  };
}
