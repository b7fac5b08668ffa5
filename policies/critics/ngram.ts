import type { CriticRecipe } from '../../harness/contract/critic.ts';
import { loadVerdicts, serveVerdicts, trainVerdicts } from './support/verdict-critic.ts';

const NAME = 'ngram';

/**
 * A softmax over accept and reject, from the policy's confidence, the proposed action and the screen. Answers are
 * taken as they are, so that the score estimates P(operator accepts).
 */
export const recipe: CriticRecipe = {
  name: NAME,
  summary: "Logistic model of the policy's confidence, the proposed action and hashed n-grams of the screen.",
  learns: true,
  fit: async (examples, _policy, options) =>
    serveVerdicts(NAME, await trainVerdicts({ examples, options }), options.providers),
  load: (folder, _policy, { providers }) => loadVerdicts(NAME, folder, providers),
};
