import type { Suggestion } from '../../harness/contract/policy.ts';
import { sumOf } from '../../harness/shared/numbers.ts';
import { proxyRecipe } from './support/proxy.ts';

/** Entropy of the ranked confidences and of the rest as one lump. Unit: nats. */
function entropy({ ranked }: Suggestion): number {
  const confidences = ranked.map(({ confidence }) => confidence);
  const sum = sumOf(confidences);
  // Confidences that were not made to sum to 1 at most leave no rest.
  const whole = Math.max(1, sum);
  const shares = [...confidences, whole - sum].map((share) => share / whole);
  return shares.reduce((all, share) => all - (share > 0 ? share * Math.log(share) : 0), 0);
}

/** exp(−entropy): one over the number of actions among which the policy is, in effect, undecided. */
export const recipe = proxyRecipe({
  name: 'entropy',
  summary: "Inverse of the number of actions among which the policy's confidences hesitate; learns nothing.",
  scorer: () => (suggestion) => Math.min(1, Math.exp(-entropy(suggestion))),
});
