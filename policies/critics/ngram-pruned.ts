import type { CriticExample, CriticFitOptions, CriticRecipe } from '../../harness/contract/critic.ts';
import { pruneByNoiseRate } from '../critic/confident-learning.ts';
import { loadVerdicts, serveVerdicts, trainVerdicts } from '../critic/verdict-critic.ts';
import { hashText } from '../features/hash.ts';

const NAME = 'ngram-pruned';
const FOLDS = 3;

/** P(accepted) of each answer by a critic that was taught no answer of its session. Shape: [answers] → [answers]. */
async function outOfFold(examples: readonly CriticExample[], options: CriticFitOptions): Promise<number[]> {
  const { seed, providers } = options;
  const folds = examples.map(({ session }) => (hashText(`${seed} fold ${session}`) >>> 0) % FOLDS);
  const probabilities = examples.map(() => 0.5);
  for (let fold = 0; fold < FOLDS; fold++) {
    const places = examples.flatMap((_, at) => (folds[at] === fold ? [at] : []));
    const taught = examples.filter((_, at) => folds[at] !== fold);
    if (places.length === 0 || taught.length === 0) continue;
    const model = await trainVerdicts({ examples: taught, options: { seed, ...(providers && { providers }) } });
    const critic = await serveVerdicts(NAME, model, providers);
    const scores = await critic.score(places.map((at) => examples[at]!));
    await critic.dispose();
    for (const [row, at] of places.entries()) probabilities[at] = scores[row]!;
    options.onProgress?.((fold + 1) / (FOLDS + 1), `critic, fold ${fold + 1} of ${FOLDS}`);
  }
  return probabilities;
}

/**
 * The n-gram critic, trained once more without the answers that confident learning takes for wrong.
 *
 * It finds out how many are wrong by itself and reads no known rates. The score estimates P(right) as far as the answers
 * left out were wrong: noise that no feature tells apart is left in. Source: Northcutt et al. 2021, arXiv 1911.00068.
 */
export const recipe: CriticRecipe = {
  name: NAME,
  summary: 'The n-gram critic without the answers that cross-validation takes for wrong: needs no known noise.',
  async fit(examples, _policy, options) {
    const probabilities = await outOfFold(examples, options);
    const doubted = examples.map(({ accepted }, at) => ({ accepted, probability: probabilities[at]! }));
    const { kept, weight } = pruneByNoiseRate(doubted);
    const left = examples.filter((_, at) => kept[at]);
    return serveVerdicts(NAME, await trainVerdicts({ examples: left, weight, options }), options.providers);
  },
  load: (folder, _policy, { providers }) => loadVerdicts(NAME, folder, providers),
};
