import type { Critic, Proposal } from '../contract/critic.ts';
import { assertSameInAnyBatch } from './same-in-any-batch.ts';

/** Throws where the critic breaks the law on one of the proposals. */
export type CriticLaw = (critic: Critic, proposals: readonly Proposal[]) => Promise<void>;

/** How many proposals are asked about one by one. */
const ALONE = 40;

/** What every critic must keep to, whatever the proposals. */
export const criticLaws = {
  async 'one score in [0, 1] for each proposal'(critic, proposals) {
    const scores = await critic.score(proposals);
    if (scores.length !== proposals.length) throw new Error(`${scores.length} scores for ${proposals.length}.`);
    const wrong = scores.findIndex((score) => !(score >= 0 && score <= 1));
    if (wrong >= 0) throw new Error(`Proposal ${wrong} scores ${scores[wrong]}.`);
  },

  async 'the same score in any batch, and proposals left as they are'(critic, proposals) {
    const stride = Math.max(1, Math.ceil(proposals.length / ALONE));
    await assertSameInAnyBatch(
      proposals.filter((_, at) => at % stride === 0),
      (batch) => critic.score(batch),
    );
  },
} as const satisfies Record<string, CriticLaw>;
