import { actionTarget } from '../../../harness/contract/action.ts';
import type { Example, FitOptions, PolicyRecipe } from '../../../harness/contract/policy.ts';
import { type Split, splitBySession } from '../../networks/training/split-by-session.ts';
import { candidates } from '../../screens/features/candidates.ts';
import { contextFeatures } from '../../screens/features/context.ts';
import { learnVocabulary } from '../../screens/suggesting/vocabulary.ts';
import { learnKnowledge } from '../ngram/knowledge.ts';
import { learnFilter, trainValues } from '../ngram/recipe.ts';
import { closed, type Encoder, lowestLayers } from './encoder-folder.ts';
import { actionsKnown, type EncoderExample, type ItemMaker, itemMaker } from './item.ts';
import { learnNetwork } from './learn.ts';
import { encoderIn, NO_ENCODER } from './learned-files.ts';
import type { EncoderNetworkShape } from './network.ts';
import { type EncoderPolicy, loadEncoderPolicy, serveEncoderPolicy } from './policy.ts';
import { networkModel } from './scorer.ts';
import { type EncoderSettings, settingsFor } from './settings.ts';

const HELD_OUT_ONE_IN = 15;
/** Share of the progress in which the network learns which action is right; the rest goes to form values. */
const NETWORK_SHARE = 0.9;

export interface EncoderRecipeOptions {
  readonly name: string;
  readonly summary: string;
  /** What differs from the settings that fit the number of examples. */
  readonly settings?: Partial<EncoderSettings>;
}

/** The recipe of a policy on a pretrained encoder. `fit` throws where no encoder is named, or as `encoderIn`. */
export function encoderRecipe(recipe: EncoderRecipeOptions) {
  const { name, summary } = recipe;
  return {
    name,
    summary,
    unavailable: () => NO_ENCODER,
    async fit() {
      throw new Error(NO_ENCODER);
    },
    withEncoder: (folder) => onEncoder(recipe, encoderIn(folder)),
  } satisfies PolicyRecipe;
}

function onEncoder(recipe: EncoderRecipeOptions, encoder: Encoder): PolicyRecipe {
  const { name, summary } = recipe;
  return {
    name,
    summary,
    builtOn: encoder.fingerprint,
    ...(encoder.exported
      ? recipe.settings?.tuning && { unavailable: () => closed(encoder.folder).message }
      : {
          sizes: { layers: encoder.shape.layers, cutTo: (layers) => onEncoder(recipe, lowestLayers(encoder, layers)) },
        }),
    fit: (examples, options) => fitEncoderPolicy(examples, options, recipe, encoder),
    load: (from, options) => loadEncoderPolicy(name, from, encoder, options),
  };
}

async function fitEncoderPolicy(
  examples: readonly Example[],
  options: FitOptions,
  { name, settings: own }: EncoderRecipeOptions,
  encoder: Encoder,
): Promise<EncoderPolicy> {
  const settings = { ...settingsFor(examples.length), ...own };
  const { charts, seen } = learnKnowledge(examples, options.catalog);
  const split = splitForTraining(examples, options.seed);
  const filter = settings.wideBits > 0 ? learnFilter(contextsOf(split.train), sessionsIn(examples)) : null;
  const knowledge = { charts, seen, filter };
  const make = itemMaker(knowledge);
  const items = { train: trainingItems(split.train, make), heldOut: trainingItems(split.heldOut, make) };
  if (items.train.length === 0)
    throw new Error('there is no example to learn from: give sessions with actions other than free text');
  const shape: EncoderNetworkShape = {
    ...{ size: settings.size, factBits: settings.factBits, wideBits: settings.wideBits },
    ...{ vector: encoder.shape.width, actions: actionsKnown(seen).length + 1 },
  };
  const { parameters, temperature, tuned } = await learnNetwork(items, {
    ...{ settings, shape, encoder },
    options: { ...options, onProgress: (fraction, line) => options.onProgress?.(NETWORK_SHARE * fraction, line) },
  });
  const vocabulary = learnVocabulary(examples);
  const values = await trainValues(split, vocabulary, {}, NETWORK_SHARE, options);
  options.onProgress?.(1, 'trained');
  const actions = networkModel(parameters, shape);
  const stored = { shape, temperature, tuned, vocabulary, knowledge, actions, values };
  return serveEncoderPolicy(name, stored, encoder, options);
}

const contextsOf = (examples: readonly Example[]) =>
  examples.map(({ screen, session }) => ({ session, context: contextFeatures(screen) }));

const sessionsIn = (examples: readonly Example[]) => new Set(examples.map(({ session }) => session)).size;

/** With hardly any sessions all may fall to one side: then everything is learned from. */
function splitForTraining(examples: readonly Example[], seed: string): Split<Example> {
  const split = splitBySession(examples, seed, HELD_OUT_ONE_IN);
  return split.train.length > 0 ? split : { train: examples, heldOut: [] };
}

/** Steps whose action the screen does not offer as a candidate (free text) are left out. */
function trainingItems(examples: readonly Example[], make: ItemMaker): EncoderExample[] {
  return examples.flatMap(({ screen, action }) => {
    const offered = candidates(screen);
    const target = actionTarget(action);
    const right = offered.findIndex((candidate) => candidate.target === target);
    return right < 0 ? [] : [{ ...make(screen, offered), right }];
  });
}
