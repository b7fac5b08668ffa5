import { actionTarget } from '../../harness/contract/action.ts';
import type { Example, FitOptions, PolicyRecipe } from '../../harness/contract/policy.ts';
import { candidates } from '../features/candidates.ts';
import { flowCharts } from '../features/flow-chart.ts';
import { splitBySession } from '../ngram/examples.ts';
import { learnVocabulary } from '../ngram/vocabulary.ts';
import { bestTemperature } from '../ranker/temperature.ts';
import type { Parameters } from '../training/trainer.ts';
import { fieldItemMaker, fieldTrainingItems } from '../transformer/field-items.ts';
import { type ItemMaker, itemMaker } from '../transformer/item.ts';
import { createLexicon, type Lexicon, learnLexicon } from '../transformer/lexicon.ts';
import type { TrainingItem } from '../transformer/minibatch.ts';
import type { NetworkShape } from '../transformer/parameters.ts';
import { loadTransformer, serveTransformer, TRANSFORMER_NAME, type TransformerPolicy } from '../transformer/policy.ts';
import { loadNetwork, networkModels } from '../transformer/scorer.ts';
import { settingsFor, type TransformerSettings } from '../transformer/settings.ts';
import { trainTransformer } from '../transformer/train.ts';

/** Fewer held-out examples than this say too little about a temperature. */
const FEWEST_TO_CALIBRATE = 100;

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
  readonly parameters: Parameters;
  readonly temperature: number;
}

async function learn(
  examples: readonly Example[],
  actionsOf: Items,
  fieldsOf: Items,
  lexicon: Lexicon,
  settings: TransformerSettings,
  shape: NetworkShape,
  options: FitOptions,
): Promise<Learned> {
  const split = splitBySession(examples, options.seed);
  const [learned, heldOut] = [actionsOf(split.train), actionsOf(split.heldOut)];
  // With hardly any sessions all may fall to one side: then everything is learned from.
  const whole = learned.length === 0;
  const actions = whole ? heldOut : learned;
  if (actions.length === 0)
    throw new Error('there is no example to learn from: give sessions with actions other than free text');
  const parameters = await trainTransformer({
    actions,
    fields: fieldsOf(whole ? split.heldOut : split.train),
    settings,
    shape,
    firstAction: lexicon.firstAction,
    seed: options.seed,
    providers: options.providers,
    onStep: (fraction, line) => options.onProgress?.(fraction, line),
  });
  if (heldOut.length < FEWEST_TO_CALIBRATE) return { parameters, temperature: 1 };
  const network = await loadNetwork(networkModels(parameters, shape), shape, settings.lengths, options.providers);
  try {
    const scored = await network.score(heldOut);
    const held = scored.map(({ scores }, at) => ({ scores, right: heldOut[at]!.right, weight: 1 }));
    return { parameters, temperature: bestTemperature(held) };
  } finally {
    await network.dispose();
  }
}

async function fit(examples: readonly Example[], options: FitOptions): Promise<TransformerPolicy> {
  const settings = settingsFor(examples.length);
  const lexicon = createLexicon(learnLexicon(examples, settings.vocabulary));
  const shape = { size: settings.size, tokens: lexicon.size, actions: lexicon.rows, factBits: settings.factBits };
  const { catalog = null } = options;
  const make = itemMaker(lexicon, settings.lengths, catalog ? flowCharts(catalog) : undefined);
  const vocabulary = learnVocabulary(examples);
  const makeField = fieldItemMaker(lexicon, settings.lengths);
  const actionsOf: Items = (some) => actionItems(some, make);
  const fieldsOf: Items = (some) => fieldTrainingItems(some, vocabulary, makeField);
  const { parameters, temperature } = await learn(examples, actionsOf, fieldsOf, lexicon, settings, shape, options);
  options.onProgress?.(1, 'trained');
  const { size, lengths, factBits } = settings;
  const meta = { size, lengths, factBits, temperature, lexicon: lexicon.stored, vocabulary, catalog };
  return serveTransformer({ meta, ...networkModels(parameters, shape) }, options.providers);
}

/** A small transformer over the screen's state and chat, which reads the candidates' own words too. */
export const recipe = {
  name: TRANSFORMER_NAME,
  summary:
    'Reads the state, the chat and each action’s words with one small transformer, so that unseen actions are scored too.',
  fit,
  load: (folder, options) => loadTransformer(folder, options.providers),
} satisfies PolicyRecipe;
