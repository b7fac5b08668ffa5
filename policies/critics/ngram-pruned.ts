import type { CriticExample, CriticRecipe } from '../../harness/contract/critic.ts';
import { outOfFold, pruneByNoiseRate } from './support/confident-learning.ts';
import { loadVerdicts, serveVerdicts, trainVerdicts } from './support/verdict-critic.ts';

const NAME = 'ngram-pruned';

/**
 * The n-gram critic, trained once more without the answers that confident learning takes for wrong.
 *
 * It finds out how many are wrong by itself and reads no known rates. The score estimates P(right) as far as the answers
 * left out were wrong: noise that no feature tells apart is left in. Source: Northcutt et al. 2021, arXiv 1911.00068.
 */
export const recipe: CriticRecipe = {
  name: NAME,
  summary: 'The n-gram critic without the answers that cross-validation takes for wrong: needs no known noise.',
  learns: true,
  async fit(examples, _policy, options) {
    const { seed, providers } = options;
    const fit = async (examples: readonly CriticExample[]) =>
      serveVerdicts(
        NAME,
        await trainVerdicts({ examples, options: { seed, ...(providers && { providers }) } }),
        providers,
      );
    const probabilities = await outOfFold(examples, options, fit);
    const doubted = examples.map(({ accepted }, at) => ({ accepted, probability: probabilities[at]! }));
    const { kept, weight } = pruneByNoiseRate(doubted);
    const left = examples.filter((_, at) => kept[at]);
    return serveVerdicts(NAME, await trainVerdicts({ examples: left, weight, options }), options.providers);
  },
  load: (folder, _policy, { providers }) => loadVerdicts(NAME, folder, providers),
};
