import { actionTarget } from '../../../harness/contract/action.ts';
import type { Example, FitOptions, PolicyRecipe } from '../../../harness/contract/policy.ts';
import { trainingRandom } from '../../../harness/shared/streams.ts';
import { judgeAtBest } from '../../networks/ranker/temperature.ts';
import { fitModel } from '../../networks/training/fit-model.ts';
import { schedule } from '../../networks/training/schedule.ts';
import { type Split, splitBySession } from '../../networks/training/split-by-session.ts';
import type { Parameters } from '../../networks/training/trainer.ts';
import { candidates } from '../../screens/features/candidates.ts';
import { contextFeatures } from '../../screens/features/context.ts';
import { learnVocabulary } from '../../screens/suggesting/vocabulary.ts';
import { learnKnowledge } from '../ngram/knowledge.ts';
import { learnFilter, trainValues } from '../ngram/recipe.ts';
import { type Encoder, encoderIn } from './encoder-folder.ts';
import { actionsKnown, type EncoderExample, type ItemMaker, itemMaker, textsIn } from './item.ts';
import { type EncoderNetworkShape, initialNetwork, trainingLoss } from './network.ts';
import { packTraining } from './pack.ts';
import { type EncoderPolicy, loadEncoderPolicy, serveEncoderPolicy } from './policy.ts';
import { loadNetwork, networkModel } from './scorer.ts';
import { type EncoderSettings, settingsFor } from './settings.ts';
import { TextVectors } from './text-vectors.ts';

/** Fewer held-out examples than this say too little about when to stop, and about a temperature. */
const FEWEST_HELD_OUT = 100;
const HELD_OUT_ONE_IN = 15;
/** Shares of the progress: turning texts into vectors, then learning which action is right; the rest goes to form values. */
const VECTORS_SHARE = 0.3;
const ACTIONS_SHARE = 0.6;

export interface EncoderRecipeOptions {
  readonly name: string;
  readonly summary: string;
  /** What differs from the settings that fit the number of examples. */
  readonly settings?: Partial<EncoderSettings>;
}

const NO_ENCODER =
  'no encoder is named: give --encoder DIR, a folder in the Hugging Face layout (docs/encoders.md says where to get one)';

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
    withEncoder(folder) {
      const encoder = encoderIn(folder);
      return {
        name,
        summary,
        builtOn: encoder.fingerprint,
        fit: (examples, options) => fitEncoderPolicy(examples, options, recipe, encoder),
        load: (from, options) => loadEncoderPolicy(name, from, encoder, options.providers),
      };
    },
  } satisfies PolicyRecipe;
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
  const vectors = await TextVectors.load(encoder, options.providers);
  try {
    const shape: EncoderNetworkShape = {
      ...{ size: settings.size, factBits: settings.factBits, wideBits: settings.wideBits },
      ...{ vector: vectors.width, actions: actionsKnown(seen).length + 1 },
    };
    const { parameters, temperature } = await learn(items, { settings, shape, vectors, options });
    const vocabulary = learnVocabulary(examples);
    const values = await trainValues(split, vocabulary, {}, VECTORS_SHARE + ACTIONS_SHARE, options);
    options.onProgress?.(1, 'trained');
    const stored = { shape, temperature, vocabulary, knowledge, actions: networkModel(parameters, shape), values };
    return await serveEncoderPolicy(name, stored, vectors, encoder, options.providers);
  } catch (error) {
    await vectors.dispose();
    throw error;
  }
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

interface Learning {
  readonly settings: EncoderSettings;
  readonly shape: EncoderNetworkShape;
  readonly vectors: TextVectors;
  readonly options: FitOptions;
}

async function learn(items: Split<EncoderExample>, { settings, shape, vectors, options }: Learning) {
  const { seed, providers, onProgress } = options;
  const { train } = items;
  const heldOut = items.heldOut.length < FEWEST_HELD_OUT ? [] : items.heldOut;
  const vectorOf = await vectors.of(textsIn([...train, ...heldOut]), (fraction) =>
    onProgress?.(VECTORS_SHARE * fraction, 'texts to vectors'),
  );
  const judgeAll = (now: Parameters) => judgeHeldOut(heldOut, now, shape, vectors, providers);
  let held = '';
  const { parameters } = await fitModel<EncoderExample>({
    trainer: {
      parameters: initialNetwork(shape, trainingRandom('encoder', seed)),
      build: (graph, weights) => trainingLoss(graph, weights, shape),
      weightDecay: settings.weightDecay,
      providers,
    },
    train,
    // Judged at its best temperature, as it is served: a network that is only too sure goes on getting better.
    ...(heldOut.length > 0 && { heldOutLoss: async (now: Parameters) => (await judgeAll(now)).loss }),
    pack: (some, random) => packTraining(some, settings, shape, vectorOf, random),
    rows: settings.batch,
    sizeOf: ({ texts, ngrams }) => texts.length * 1000 + ngrams.context.ids.length,
    schedule: schedule({ peak: settings.learningRate, decay: 'cosine', warmUp: settings.warmUp }),
    maxEpochs: settings.epochs,
    patience: settings.patience,
    seed: `${seed} encoder`,
    onProgress: (fraction, line) => onProgress?.(VECTORS_SHARE + ACTIONS_SHARE * fraction, `actions, ${line}${held}`),
    onEpoch({ heldOutLoss }) {
      held = heldOutLoss === null ? '' : `, held out ${heldOutLoss.toFixed(3)}`;
    },
  });
  const temperature = heldOut.length > 0 ? (await judgeAll(parameters)).temperature : 1;
  return { parameters, temperature };
}

/** Judges a network on held-out items as it will be served, the temperature included. */
async function judgeHeldOut(
  items: readonly EncoderExample[],
  parameters: Parameters,
  shape: EncoderNetworkShape,
  vectors: TextVectors,
  providers: readonly string[] | undefined,
) {
  const network = await loadNetwork(networkModel(parameters, shape), shape, vectors, providers);
  try {
    const scored = await network.score(items);
    return judgeAtBest(scored.map(({ scores }, at) => ({ scores, right: items[at]!.right, weight: 1 })));
  } finally {
    await network.dispose();
  }
}
