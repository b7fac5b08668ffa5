import type { Example, FitOptions, PolicyRecipe } from '../../harness/contract/policy.ts';
import { actionExamples, splitBySession, valueExamples } from '../ngram/examples.ts';
import { NGRAM_NAME, type NgramPolicy, serveNgramPolicy } from '../ngram/policy.ts';
import { ACTION_RANKER, VALUE_RANKER } from '../ngram/settings.ts';
import { learnVocabulary } from '../ngram/vocabulary.ts';
import type { RankingExample } from '../ranker/item.ts';
import { rankerModel } from '../ranker/scorer.ts';
import { type RankerSettings, trainRanker } from '../ranker/train.ts';

/** Share of the progress that training the actions takes; the rest goes to the form values. */
const ACTIONS_SHARE = 0.7;

async function train(
  examples: readonly Example[],
  make: (examples: readonly Example[]) => RankingExample[],
  settings: RankerSettings,
  options: FitOptions & { readonly onEpoch: (epoch: number, line: string) => void },
): Promise<Uint8Array> {
  const split = splitBySession(examples, options.seed);
  const [learn, heldOut] = [make(split.train), make(split.heldOut)];
  // With hardly any sessions all may fall to one side: then everything is learned from.
  const whole = learn.length === 0;
  const parameters = await trainRanker({
    train: whole ? heldOut : learn,
    heldOut: whole ? [] : heldOut,
    settings,
    seed: options.seed,
    providers: options.providers,
    onEpoch: options.onEpoch,
  });
  return rankerModel(parameters);
}

/** Trains the policy. Throws: when no example's action is among its screen's candidates. */
async function fit(examples: readonly Example[], options: FitOptions): Promise<NgramPolicy> {
  if (actionExamples(examples.slice(0, 1000)).length === 0 && actionExamples(examples).length === 0)
    throw new Error('there is no example to learn from: give sessions with actions other than free text');
  const report = (start: number, share: number, settings: RankerSettings, what: string) => ({
    ...options,
    onEpoch: (epoch: number, line: string) =>
      options.onProgress?.(start + (share * epoch) / settings.maxEpochs, `${what}, epoch ${epoch}: ${line}`),
  });
  const actions = await train(
    examples,
    actionExamples,
    ACTION_RANKER,
    report(0, ACTIONS_SHARE, ACTION_RANKER, 'actions'),
  );
  const vocabulary = learnVocabulary(examples);
  const forms = report(ACTIONS_SHARE, 1 - ACTIONS_SHARE, VALUE_RANKER, 'form values');
  const values = await train(examples, (some) => valueExamples(some, vocabulary), VALUE_RANKER, forms);
  options.onProgress?.(1, 'trained');
  const shapes = { actions: ACTION_RANKER.shape, values: VALUE_RANKER.shape };
  const stored = { ...shapes, vocabulary, models: { actions, values } };
  return serveNgramPolicy(stored, options.providers);
}

/** Hashed word n-grams of the screen, crossed with the candidate actions, and a small network over both. */
export const recipe = {
  name: NGRAM_NAME,
  summary:
    'Scores the actions that the screen offers from hashed n-grams of its state and chat; fills forms from options and chat.',
  fit,
} satisfies PolicyRecipe;
