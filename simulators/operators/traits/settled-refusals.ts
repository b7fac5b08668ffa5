import { actionTarget } from '../../../harness/contract/action.ts';
import type { Trait } from '../trait.ts';

/**
 * Refusals that are no accident of the moment: the same control, reply or ending is refused by everybody, always.
 *
 * Of a rate r of refusals, the share s is settled: a target is refused at (1 − s) r + s if it is among those that the
 * team will not have, else at (1 − s) r. It is among them with probability r, so that r is kept over all targets. At s = 1
 * feedback is perfectly consistent; two answers on the same target correlate by s².
 */
export const trait: Trait = {
  name: 'settled-refusals',
  summary: 'Refuses the same things again and again rather than anything now and then; as many in all.',
  source: 'assumed: how consistent refusals of right suggestions are is not published.',
  stage: 'will',
  apply(rates, { suggestion, team }, strength) {
    if (suggestion === null || strength === 0) return rates;
    const settled = Math.min(1, strength);
    const settle = (rate: number, cause: string) => {
      const refused = team(`${cause} ${actionTarget(suggestion)}`) < rate;
      return (1 - settled) * rate + (refused ? settled : 0);
    };
    return {
      ...rates,
      alpha: settle(rates.alpha, 'alpha'),
      environment: settle(rates.environment, 'environment'),
      other: settle(rates.other, 'other'),
    };
  },
};
