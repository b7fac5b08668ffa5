import { actionTarget } from '../../../harness/contract/action.ts';
import type { Trait } from '../answering/trait.ts';

/**
 * Refusals that are no accident of the moment: the same control, reply or ending is refused by everybody, always.
 *
 * A right suggestion is refused at r = 1 − (1 − u)(1 − α), where u is what limits outside the desk and other causes
 * refuse unseen. The share s of that is settled: a target is among those that the team will not have with probability r,
 * and is then refused at (1 − s) r + s, otherwise at (1 − s) r, each cause with its share. So every rate is kept over all
 * targets; at s = 1 feedback is perfectly consistent, and two answers on the same target correlate by s².
 */
export const trait: Trait = {
  name: 'settled-refusals',
  summary: 'Refuses the same things again and again rather than anything now and then; as many in all.',
  atStrengthOne: [
    'All refusals of right suggestions strike the same targets, for the whole team;',
    'a lower strength is the share that does. Rates are kept over all targets.',
  ].join(' '),
  source: 'assumed: how consistent refusals are is not published. Calibrated in the paper preset.',
  stage: 'will',
  apply(rates, { suggestion, team }, strength) {
    const { alpha, environment, other } = rates;
    const refused = 1 - (1 - environment - other) * (1 - alpha);
    if (suggestion === null || strength === 0 || refused <= 0) return rates;
    const settled = Math.min(1, strength);
    const among = team(actionTarget(suggestion)) < refused;
    const settle = (rate: number, always: number) => (1 - settled) * rate + (among ? settled * always : 0);
    return {
      ...rates,
      alpha: settle(alpha, 1),
      environment: settle(environment, environment / refused),
      other: settle(other, other / refused),
    };
  },
};
