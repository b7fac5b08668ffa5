import { actionTarget } from '../../harness/contract/action.ts';
import type { Example, FitOptions, PolicyRecipe } from '../../harness/contract/policy.ts';
import { candidates } from '../features/candidates.ts';
import { flowCharts } from '../features/flow-chart.ts';
import { splitBySession } from '../ngram/examples.ts';
import { learnVocabulary } from '../ngram/vocabulary.ts';
import { fieldItemMaker, fieldTrainingItems } from '../transformer/field-items.ts';
import { judgeHeldOut } from '../transformer/held-out.ts';
import { type ItemMaker, itemMaker } from '../transformer/item.ts';
import { createLexicon, learnLexicon } from '../transformer/lexicon.ts';
import type { TrainingItem } from '../transformer/minibatch.ts';
import type { NetworkShape } from '../transformer/parameters.ts';
import { loadTransformer, serveTransformer, TRANSFORMER_NAME, type TransformerPolicy } from '../transformer/policy.ts';
import { networkModels } from '../transformer/scorer.ts';
import { settingsFor, type TransformerSettings } from '../transformer/settings.ts';
import { type TrainedNetworks, type TrainingItems, trainTransformer } from '../transformer/train.ts';

/** Fewer held-out items than this say too little about when to stop, and about a temperature. */
const FEWEST_HELD_OUT = 100;

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
  readonly networks: TrainedNetworks;
  readonly temperature: number;
}

interface Learning {
  readonly actionsOf: Items;
  readonly fieldsOf: Items;
  readonly firstAction: number;
  readonly settings: TransformerSettings;
  readonly shape: NetworkShape;
}

async function learn(examples: readonly Example[], learning: Learning, options: FitOptions): Promise<Learned> {
  const { actionsOf, fieldsOf, firstAction, settings, shape } = learning;
  const { seed, providers, onProgress } = options;
  const split = splitBySession(examples, seed);
  const actions = { train: actionsOf(split.train), heldOut: actionsOf(split.heldOut) };
  // With hardly any sessions all may fall to one side: then everything is learned from.
  const whole = actions.train.length === 0;
  if (whole && actions.heldOut.length === 0)
    throw new Error('there is no example to learn from: give sessions with actions other than free text');
  const networks = await trainTransformer({
    actions: whole ? { train: actions.heldOut, heldOut: [] } : told(actions),
    fields: whole
      ? { train: fieldsOf(split.heldOut), heldOut: [] }
      : told({ train: fieldsOf(split.train), heldOut: fieldsOf(split.heldOut) }),
    settings,
    shape,
    firstAction,
    seed,
    providers,
    onProgress,
  });
  const { heldOut } = actions;
  if (heldOut.length < FEWEST_HELD_OUT) return { networks, temperature: 1 };
  const { temperature } = await judgeHeldOut(heldOut, networks.actions, shape, settings.lengths, providers);
  return { networks, temperature };
}

/** Without held-out items that are too few to decide when to stop. */
function told({ train, heldOut }: TrainingItems): TrainingItems {
  return { train, heldOut: heldOut.length < FEWEST_HELD_OUT ? [] : heldOut };
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
  const learning = { actionsOf, fieldsOf, firstAction: lexicon.firstAction, settings, shape };
  const { networks, temperature } = await learn(examples, learning, options);
  options.onProgress?.(1, 'trained');
  const { size, lengths, factBits } = settings;
  const meta = { size, lengths, factBits, temperature, lexicon: lexicon.stored, vocabulary, catalog };
  const [actions, fields] = [networkModels(networks.actions, shape), networkModels(networks.fields, shape)];
  return serveTransformer({ meta, actions, fields }, options.providers);
}

/** A small transformer over the screen's state and chat, which reads the candidates' own words too. */
export const recipe = {
  name: TRANSFORMER_NAME,
  summary:
    'Reads the state, the chat and each action’s words with one small transformer, so that unseen actions are scored too.',
  fit,
  load: (folder, options) => loadTransformer(folder, options.providers),
} satisfies PolicyRecipe;
