import { actionExamples } from '../../../policies/families/ngram/examples.ts';
import { learnKnowledge } from '../../../policies/families/ngram/knowledge.ts';
import { ACTION_RANKER } from '../../../policies/families/ngram/settings.ts';
import { initialRanker } from '../../../policies/networks/ranker/network.ts';
import { preferCorrections } from '../../../policies/networks/ranker/prefer.ts';
import { objective as dpo } from '../../../policies/objectives/dpo.ts';
import { objective as sft } from '../../../policies/objectives/sft-corrections.ts';
import type { Example } from '../../contract/policy.ts';
import { createRng } from '../../shared/streams.ts';
import { type Speeds, takeTurns } from './turns.ts';

const EPOCHS = 2;

/**
 * Examples a second from which the n-gram ranker learns corrections by cross entropy, and by DPO, in the same minibatches:
 * the frozen reference's own pass over all of them is counted. In every example another candidate was refused.
 */
export function preferenceAgainstSupervised(examples: readonly Example[], rounds: number): Promise<Speeds> {
  const pairs = actionExamples(examples, learnKnowledge(examples, undefined), false)
    .filter(({ candidates }) => candidates.identities.length > 1)
    .map((one) => ({ ...one, refused: one.right === 0 ? 1 : 0 }));
  const ranker = initialRanker(ACTION_RANKER.shape, createRng('speed ranker').next);
  const work = (objective: typeof dpo) => ({
    run: async () => {
      const preference = { objective, beta: 0.3, supervised: 0, learningRate: 1e-4, epochs: EPOCHS };
      await preferCorrections(ranker, { examples: pairs, settings: ACTION_RANKER, preference, seed: 'speed' });
      return EPOCHS * pairs.length;
    },
  });
  return takeTurns([work(sft), work(dpo)], rounds);
}
