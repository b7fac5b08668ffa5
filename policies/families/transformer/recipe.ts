import { actionTarget } from '../../../harness/contract/action.ts';
import type { Example, FitOptions, PolicyRecipe } from '../../../harness/contract/policy.ts';
import { trainingRandom } from '../../../harness/shared/streams.ts';
import { fitModel } from '../../networks/training/fit-model.ts';
import { initialAdapters, type LoraOptions, loraTraining, mergeAdapters } from '../../networks/training/lora.ts';
import { schedule } from '../../networks/training/schedule.ts';
import { decides, splitBySession } from '../../networks/training/split-by-session.ts';
import type { Parameters } from '../../networks/training/trainer.ts';
import { candidates } from '../../screens/features/candidates.ts';
import { flowCharts } from '../../screens/features/flow-chart.ts';
import { learnVocabulary } from '../../screens/suggesting/vocabulary.ts';
import { trainValues } from '../ngram/recipe.ts';
import { type ItemMaker, itemMaker } from './item.ts';
import { createLexicon, learnLexicon } from './lexicon.ts';
import { minibatch, placeOf, type TrainingItem } from './minibatch.ts';
import { trainingLoss } from './network.ts';
import { adaptedLayers, type TransformerShape } from './parameters.ts';
import { loadTransformer, serveTransformer, type TransformerPolicy } from './policy.ts';
import { networkModels } from './scorer.ts';
import { settingsFor, type TransformerSettings } from './settings.ts';
import { judgeHeldOut, type TrainingItems, trainTransformer } from './train.ts';

/** Share of the progress that the network takes; the rest goes to form values. */
const NETWORK_SHARE = 0.9;
/** Share of that which a network takes whose adapters are trained after it. */
const BASE_SHARE = 0.9;

/** Steps whose action the screen does not offer as a candidate (free text) are left out. */
function actionItems(examples: readonly Example[], make: ItemMaker): TrainingItem[] {
  return examples.flatMap(({ screen, action }) => {
    const offered = candidates(screen);
    const target = actionTarget(action);
    const right = offered.findIndex((candidate) => candidate.target === target);
    return right < 0 ? [] : [{ ...make(screen, offered), right, group: screen.procedure?.id ?? '' }];
  });
}

/** Makes training items of examples. */
type Items = (examples: readonly Example[]) => TrainingItem[];

interface Learned {
  readonly network: Parameters;
  readonly temperature: number;
}

interface Learning {
  readonly itemsOf: Items;
  readonly firstAction: number;
  readonly settings: TransformerSettings;
  readonly shape: TransformerShape;
  readonly adapters: AdapterSettings | undefined;
}

async function learn(examples: readonly Example[], learning: Learning, options: FitOptions): Promise<Learned> {
  const { itemsOf, firstAction, settings, shape } = learning;
  const { seed, providers, checkpoints } = options;
  const { base, corrections } = parted(examples, learning.adapters);
  const baseShare = corrections.length > 0 ? BASE_SHARE : 1;
  const split = splitBySession(base, seed);
  const items = { train: itemsOf(split.train), heldOut: itemsOf(split.heldOut) };
  // With hardly any sessions all may fall to one side: then everything is learned from.
  const whole = items.train.length === 0;
  if (whole && items.heldOut.length === 0)
    throw new Error('there is no example to learn from: give sessions with actions other than free text');
  const trained = await trainTransformer({
    items: whole ? { train: items.heldOut, heldOut: [] } : told(items),
    settings,
    shape,
    firstAction,
    seed,
    providers,
    checkpoints,
    onProgress: (fraction, line) => options.onProgress?.(baseShare * fraction, line),
  });
  const network = await adapted(trained, corrections, learning, options);
  const { heldOut } = items;
  if (!decides(heldOut)) return { network, temperature: 1 };
  const { temperature } = await judgeHeldOut(heldOut, network, shape, settings.lengths, providers);
  return { network, temperature };
}

/** What the network learns from, and what adapters of it do: corrections, where adapters are asked for. */
function parted(examples: readonly Example[], adapters: AdapterSettings | undefined) {
  const plain = examples.filter(({ rejected }) => rejected === undefined);
  if (!adapters || plain.length === 0) return { base: examples, corrections: [] };
  return { base: plain, corrections: examples.filter(({ rejected }) => rejected !== undefined) };
}

/** The network with adapters that learned from corrections merged into it. */
async function adapted(
  network: Parameters,
  corrections: readonly Example[],
  { itemsOf, firstAction, settings, shape, adapters }: Learning,
  { seed, providers, onProgress }: FitOptions,
): Promise<Parameters> {
  if (!adapters || corrections.length === 0) return network;
  return adapt(network, {
    ...{ adapters, settings, shape, firstAction, providers },
    items: itemsOf(corrections),
    seed: `${seed} actions`,
    onProgress: (fraction, line) => onProgress?.(BASE_SHARE + (1 - BASE_SHARE) * fraction, line),
  });
}

/** Without held-out items that are too few to decide when to stop. */
function told({ train, heldOut }: TrainingItems): TrainingItems {
  return { train, heldOut: decides(heldOut) ? heldOut : [] };
}

export interface TransformerRecipeOptions {
  readonly name: string;
  readonly summary: string;
  /** What differs from the settings that fit the number of examples. */
  readonly settings?: Partial<TransformerSettings>;
  /** Examples with a rejected suggestion train adapters of the network, not the network; absent: all train it. */
  readonly adapters?: AdapterSettings;
}

/** The recipe of a small transformer. `fit` throws when no example's action is among its screen's candidates. */
export function transformerRecipe(recipe: TransformerRecipeOptions) {
  const { name, summary } = recipe;
  return {
    name,
    summary,
    alignable: true,
    fit: (examples, options) => fitTransformer(examples, options, recipe),
    load: (folder, options) => loadTransformer(name, folder, options.providers),
  } satisfies PolicyRecipe;
}

async function fitTransformer(
  examples: readonly Example[],
  options: FitOptions,
  { name, settings: own, adapters }: TransformerRecipeOptions,
): Promise<TransformerPolicy> {
  const settings = { ...settingsFor(examples.length), ...own };
  const lexicon = createLexicon(learnLexicon(examples, settings.vocabulary));
  const shape = { size: settings.size, tokens: lexicon.size, actions: lexicon.rows, factBits: settings.factBits };
  const { catalog = null } = options;
  const make = itemMaker(lexicon, settings.lengths, catalog ? flowCharts(catalog) : undefined);
  const vocabulary = learnVocabulary(examples);
  const itemsOf: Items = (some) => actionItems(some, make);
  const learning = { itemsOf, firstAction: lexicon.firstAction, settings, shape, adapters };
  const { network, temperature } = await learn(examples, learning, {
    ...options,
    onProgress: (fraction, line) => options.onProgress?.(NETWORK_SHARE * fraction, line),
  });
  const values = await trainValues(splitBySession(examples, options.seed), vocabulary, {}, NETWORK_SHARE, options);
  options.onProgress?.(1, 'trained');
  const { size, lengths, factBits } = settings;
  const meta = { size, lengths, factBits, temperature, lexicon: lexicon.stored, vocabulary, catalog };
  return serveTransformer(name, { meta, actions: networkModels(network, shape), values }, options.providers);
}

/** How adapters are made and trained. */
export interface AdapterSettings {
  readonly rank: number;
  readonly alpha: number;
  readonly learningRate: number;
  readonly epochs: number;
}

interface Adapting {
  readonly items: readonly TrainingItem[];
  readonly adapters: AdapterSettings;
  readonly settings: TransformerSettings;
  readonly shape: TransformerShape;
  /** Token ids from here on name actions. */
  readonly firstAction: number;
  readonly seed: string;
  readonly providers?: readonly string[] | undefined;
  readonly onProgress?: ((fraction: number, line: string) => void) | undefined;
}

/** Trains low-rank adapters of a network's products on more items, the network as it is; returns both merged. */
export async function adapt(network: Parameters, adapting: Adapting): Promise<Parameters> {
  const { items, adapters, settings, shape, firstAction, seed, providers, onProgress } = adapting;
  if (items.length === 0) return network;
  const { rank, alpha, learningRate, epochs } = adapters;
  const options: LoraOptions = { layers: adaptedLayers(shape), rank, alpha };
  const start = initialAdapters(network, options, trainingRandom('adapters', seed));
  const { parameters } = await fitModel<TrainingItem>({
    trainer: {
      ...loraTraining(network, start, options, (graph, weights) => trainingLoss(graph, weights, shape.size)),
      weightDecay: settings.weightDecay,
      providers,
    },
    train: items,
    pack: (some, random, beside) => minibatch(some, settings, firstAction, random, beside),
    rows: settings.batch,
    sizeOf: placeOf(items),
    schedule: schedule({ peak: learningRate, decay: 'cosine', warmUp: settings.warmUp }),
    maxEpochs: epochs,
    seed: `${seed} adapters`,
    onProgress: (fraction, line) => onProgress?.(fraction, `adapters: ${line}`),
  });
  return mergeAdapters(network, parameters, options);
}
