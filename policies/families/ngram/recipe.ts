import type { Example, FitOptions, PolicyRecipe } from '../../../harness/contract/policy.ts';
import type { RankingExample } from '../../networks/ranker/item.ts';
import { rankerModel } from '../../networks/ranker/scorer.ts';
import type { PreferenceSettings, RankerSettings } from '../../networks/ranker/settings.ts';
import { trainRanker } from '../../networks/ranker/train.ts';
import { type Split, splitBySession } from '../../networks/training/split-by-session.ts';
import { FeatureFilter } from '../../screens/features/feature-filter.ts';
import { learnVocabulary, type Vocabulary } from '../../screens/suggesting/vocabulary.ts';
import { actionExamples, valueExamples } from './examples.ts';
import { learnKnowledge } from './knowledge.ts';
import { loadNgramPolicy, type NgramPolicy, serveNgramPolicy } from './policy.ts';
import { ACTION_RANKER, VALUE_RANKER } from './settings.ts';

/** Share of the progress that training the actions takes; the rest goes to the form values. */
const ACTIONS_SHARE = 0.7;
/** Where there are fewer, what one session alone shows is learned from too; else it is left out. */
const FEW_SESSIONS = 50;
/** From so many on, half as large a share is held out: a temperature needs no more examples. */
const MANY_SESSIONS = 400;

interface Training {
  readonly learn: readonly RankingExample[];
  readonly heldOut: readonly RankingExample[];
  readonly settings: RankerSettings;
  readonly what: string;
  /** Where its part of the progress begins, and how long it is. */
  readonly from: number;
  readonly share: number;
}

async function train({ learn, heldOut, settings, what, from, share }: Training, options: FitOptions) {
  // With hardly any sessions all may fall to one side: then everything is learned from.
  const whole = learn.length === 0;
  const parameters = await trainRanker({
    train: whole ? heldOut : learn,
    heldOut: whole ? [] : heldOut,
    settings,
    seed: options.seed,
    providers: options.providers,
    onProgress: (fraction, line) => options.onProgress?.(from + share * fraction, `${what}, ${line}`),
  });
  return rankerModel(parameters);
}

export interface NgramRecipeOptions {
  readonly name: string;
  readonly summary: string;
  /** What refused suggestions teach; absent: nothing, only what was done instead is learned. */
  readonly preference?: PreferenceSettings;
}

/** The recipe of a policy over hashed n-grams. `fit` throws when no example's action is among its screen's candidates. */
export function ngramRecipe({ name, summary, preference }: NgramRecipeOptions) {
  const settings = preference ? { preference } : {};
  return {
    name,
    summary,
    alignable: true,
    fit: (examples, options) => fitNgram(examples, options, name, settings),
    load: (folder, { providers }) => loadNgramPolicy(name, folder, providers),
  } satisfies PolicyRecipe;
}

async function fitNgram(
  examples: readonly Example[],
  options: FitOptions,
  name: string,
  settings: Pick<RankerSettings, 'preference'>,
): Promise<NgramPolicy> {
  const knowledge = learnKnowledge(examples, options.catalog);
  const sessions = new Set(examples.map(({ session }) => session)).size;
  const split = splitBySession(examples, options.seed, heldOutOneIn(sessions));
  const all = {
    learn: actionExamples(split.train, knowledge, true),
    heldOut: actionExamples(split.heldOut, knowledge, false),
  };
  if (all.learn.length + all.heldOut.length === 0)
    throw new Error('there is no example to learn from: give sessions with actions other than free text');
  const filter = learnFilter(all.learn.length > 0 ? all.learn : all.heldOut, sessions);
  const filtered = (items: readonly RankingExample[]) =>
    items.map((item) => ({ ...item, context: filter.keep(item.context) }));
  const actions = await train(
    {
      learn: filtered(all.learn),
      heldOut: filtered(all.heldOut),
      settings: { ...ACTION_RANKER, ...settings },
      what: 'actions',
      from: 0,
      share: ACTIONS_SHARE,
    },
    options,
  );
  const vocabulary = learnVocabulary(examples);
  const values = await trainValues(split, vocabulary, settings, ACTIONS_SHARE, options);
  options.onProgress?.(1, 'trained');
  const shapes = { actions: ACTION_RANKER.shape, values: VALUE_RANKER.shape };
  const models = { actions, values };
  return serveNgramPolicy(name, { ...shapes, vocabulary, knowledge, filter, models }, options.providers);
}

/** One session in how many is held out, of so many. */
export function heldOutOneIn(sessions: number): number {
  return sessions < MANY_SESSIONS ? 10 : 20;
}

/** Which features of these screens count, where there are so many sessions. */
export function learnFilter(screens: Parameters<typeof FeatureFilter.of>[0], sessions: number): FeatureFilter {
  return FeatureFilter.of(screens, sessions < FEW_SESSIONS ? 1 : 2);
}

/** The ranker of form values as an ONNX model; its progress begins at `from`. */
export function trainValues(
  split: Split<Example>,
  vocabulary: Vocabulary,
  settings: Pick<RankerSettings, 'preference'>,
  from: number,
  options: FitOptions,
): Promise<Uint8Array> {
  return train(
    {
      learn: valueExamples(split.train, vocabulary),
      heldOut: valueExamples(split.heldOut, vocabulary),
      settings: { ...VALUE_RANKER, ...settings },
      what: 'form values',
      from,
      share: 1 - from,
    },
    options,
  );
}
