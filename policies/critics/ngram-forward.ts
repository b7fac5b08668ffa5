import type { CriticRecipe } from '../../harness/contract/critic.ts';
import { verdictNoise } from './support/critic-noise.ts';
import { loadVerdicts, serveVerdicts, trainVerdicts } from './support/verdict-critic.ts';

const NAME = 'ngram-forward';

/**
 * The n-gram critic with forward correction: answers are compared with the P(operator accepts) that follows from
 * P(right) and the operators' known rates, so that the score estimates P(right).
 *
 * Where `noise` is not given, answers are taken as they are and the score estimates P(operator accepts).
 * Source: Patrini et al. 2017, arXiv 1609.03683.
 */
export const recipe: CriticRecipe = {
  name: NAME,
  summary: 'The n-gram critic, corrected for known noise inside its log-loss: estimates what is right.',
  learns: true,
  async fit(examples, _policy, options) {
    const noise = verdictNoise(options.noise, 'forward');
    return serveVerdicts(NAME, await trainVerdicts({ examples, noise, options }), options.providers);
  },
  load: (folder, _policy, { providers }) => loadVerdicts(NAME, folder, providers),
};
