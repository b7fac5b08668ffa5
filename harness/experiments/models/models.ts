import { datasetsBySeed } from '../../bench/data/load-dataset.ts';
import { type ModelSplits, modelSplits } from '../../bench/data/model-splits.ts';
import type { Outcome } from '../../bench/experiment.ts';
import { discoverPolicies, namedList } from '../../bench/models/recipes.ts';
import type { Training } from '../../bench/models/score-policy.ts';
import { inDepth, learningCurve } from './learning-curve.ts';
import { majorityLabel } from './majority-label.ts';
import { modelFindings } from './model-findings.ts';
import { modelNotes, modelSplitInWords, seedNotes } from './model-words.ts';
import { groupsTable, modelsTable } from './models-tables.ts';
import type { ModelsOptions } from './options.ts';
import { publishedScores } from './published.ts';
import { scoreAll } from './score-all.ts';

/** Trains and scores policies on a split, and prints one table. */
export async function models(options: ModelsOptions): Promise<Outcome> {
  const recipes = namedList('--policies', options.policies, await discoverPolicies(options.encoder));
  const loaded = await datasetsBySeed(options.logs)(options.seed);
  const splits = modelSplits(loaded.dataset, options.split, options.seed, options.sessions ?? null);
  const trainings = trainingsFor(splits, options.training);
  const floor = majorityLabel(splits);
  if (options.curve) return learningCurve(recipes, loaded, splits, trainings, options);
  const contenders = recipes.map((recipe) => inDepth(recipe, options.layers));
  const scored = await scoreAll(contenders, splits.groups, { loaded, splits, trainings, options });
  const rows = [...(floor ? [{ ...floor, failed: false }] : []), ...scored];
  const grouped = splits.groups.length > 1;
  const asked = options.policies !== undefined;
  return {
    loaded,
    complete: !rows.some(({ reason, failed }) => failed || (asked && reason !== null)),
    split: modelSplitInWords(splits),
    findings: modelFindings(rows),
    notes: [...modelNotes(splits, trainings, loaded), ...seedNotes(options.seeds)],
    tables: [modelsTable(rows, publishedScores(splits.name), grouped), ...(grouped ? [groupsTable(rows)] : [])],
    plots: [],
  };
}

/** On a partly labelled log both, but where many splits are trained only the one that published figures compare with. */
export function trainingsFor(
  splits: Pick<ModelSplits, 'labelling' | 'groups'>,
  asked: ModelsOptions['training'],
): readonly Training[] {
  if (!splits.labelling.partial) return ['all'];
  if (asked === undefined) return splits.groups.length > 1 ? ['labelled'] : ['labelled', 'all'];
  return asked === 'both' ? ['labelled', 'all'] : [asked];
}
