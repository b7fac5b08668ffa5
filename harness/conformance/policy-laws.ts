import { actionSchema } from '../contract/action.ts';
import { illegalReason } from '../contract/legal.ts';
import type { Policy } from '../contract/policy.ts';
import type { Screen } from '../contract/screen.ts';
import { assertSameInAnyBatch } from './same-in-any-batch.ts';

/** Throws where the policy breaks the law on one of the screens. */
export type PolicyLaw = (policy: Policy, screens: readonly Screen[]) => Promise<void>;

/** How many screens are asked about one by one. */
const ALONE = 40;

/** What every policy must keep to, whatever the screens. */
export const policyLaws = {
  async 'one suggestion for each screen'(policy, screens) {
    const { length } = await policy.suggest(screens);
    if (length !== screens.length) throw new Error(`${length} suggestions for ${screens.length} screens.`);
  },

  async 'only what the screen offers, well-formed'(policy, screens) {
    for (const [at, { ranked }] of (await policy.suggest(screens)).entries()) {
      const screen = screens[at]!;
      for (const { action } of ranked) {
        const reason = actionSchema.safeParse(action).success ? illegalReason(action, screen) : 'it is not well-formed';
        if (reason !== null)
          throw new Error(`${JSON.stringify(action)} on screen ${at} of ${screen.caseId}: ${reason}.`);
      }
    }
  },

  async 'confidences in [0, 1], best first'(policy, screens) {
    for (const [at, { ranked }] of (await policy.suggest(screens)).entries()) {
      const confidences = ranked.map(({ confidence }) => confidence);
      const wrong = confidences.findIndex((p, i) => !(p >= 0 && p <= 1 && p <= (confidences[i - 1] ?? 1)));
      if (wrong >= 0) throw new Error(`Confidences ${confidences.join(', ')} on screen ${at}.`);
    }
  },

  async 'the same answer in any batch, and screens left as they are'(policy, screens) {
    const stride = Math.max(1, Math.ceil(screens.length / ALONE));
    await assertSameInAnyBatch(
      screens.filter((_, at) => at % stride === 0),
      (batch) => policy.suggest(batch),
    );
  },
} as const satisfies Record<string, PolicyLaw>;
