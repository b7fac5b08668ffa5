import type { GateOptions } from '../../../harness/contract/gate.ts';
import { rateWords } from '../../../harness/contract/noise-rates.ts';
import { trialsToShow } from './binomial.ts';
import { percent } from './threshold.ts';

/** What operators' answers must show before a gate opens. */
export interface AcceptanceGoal {
  /** Share of passed actions that operators must accept. Range: (0, 1), unless it is impossible. */
  readonly share: number;
  /** Share that operators accept of suggestions that are all right; 1 where nothing is known of their noise. */
  readonly best: number;
  /** Why no answers could show it, in words; null where they could. */
  readonly impossible: string | null;
  /** The goal in a few words. */
  readonly words: string;
  /** What may keep a gate closed however good the critic is, where too little is accepted. */
  hint(): string;
}

/**
 * The acceptance that stands for the target precision.
 *
 * Without noise rates it is the target itself, and the guarantee is one about operators' answers. With them a true
 * precision p shows as acceptance (1 − α)p + β(1 − p), so that p ≥ target is the same as acceptance of at least
 * β + (1 − α − β)·target. The guarantee holds for the rates as given. That acceptance grows with β and falls with α:
 * with estimated rates, to be safe, give an upper confidence bound of β and a lower one of α, and add the chance
 * that these fail to delta.
 *
 * Throws: where a rate is not in [0, 1]. Source: Rogan & Gladen 1978.
 */
export function acceptanceGoal({ targetPrecision, delta, noise }: GateOptions): AcceptanceGoal {
  const target = percent(targetPrecision);
  if (noise === undefined)
    return {
      share: targetPrecision,
      best: 1,
      impossible: null,
      words: `target ${target}`,
      hint: () =>
        [
          `where operators reject ${percent(1 - targetPrecision)} or more of right suggestions (α) none can,`,
          'until the noise rates are given, which makes it a target for suggestions that are right',
        ].join(' '),
    };
  const { alpha, beta } = noise;
  for (const [name, rate] of Object.entries({ alpha, beta }))
    if (!(rate >= 0 && rate <= 1)) throw new Error(`The noise rate ${name} is ${rate}: give a number from 0 to 1`);
  const rates = `α = ${rateWords(alpha)} and β = ${rateWords(beta)}`;
  const power = 1 - alpha - beta;
  // Cut to 12 digits: .84 must not come out as .8400000000000001, which 84 of 100 would miss.
  const share = Number(((1 - alpha) * targetPrecision + beta * (1 - targetPrecision)).toPrecision(12));
  // Rounding can leave a power of 1e-17 where the rates add up to 1.
  const uninformative = power < 1e-9;
  return {
    share,
    best: 1 - alpha,
    impossible: uninformative
      ? [
          `with ${rates} operators accept wrong suggestions at least as readily as right ones:`,
          `their answers cannot show that ${target} are right, only better review can (α + β must be below 1)`,
        ].join(' ')
      : null,
    words: `target ${percent(share)}, which ${rates} make of ${target} right`,
    hint() {
      const needed = trialsToShow(share, delta, 1 - alpha);
      return [
        `with ${rates} even suggestions that are all right are accepted ${percent(1 - alpha)} of the time,`,
        `and telling that from ${percent(share)}, which stands for the ${target} asked for,`,
        `takes ${needed === null ? 'more than a million' : `about ${needed}`} held-out examples`,
      ].join(' ');
    },
  };
}
