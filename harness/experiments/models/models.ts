import { datasetsBySeed, type LoadedDataset } from '../../bench/data/load-dataset.ts';
import { type ModelSplits, modelSplits } from '../../bench/data/model-splits.ts';
import { inProcessDesks } from '../../bench/desks/desks.ts';
import type { Outcome } from '../../bench/experiment.ts';
import { discoverPolicies, namedList, providerList } from '../../bench/models/recipes.ts';
import { type PolicyScore, scorePolicy, type Training } from '../../bench/models/score-policy.ts';
import { SessionExamples } from '../../bench/models/session-examples.ts';
import type { PolicyRecipe } from '../../contract/policy.ts';
import { printAside } from '../../runner/output.ts';
import { createProgress } from '../../runner/progress.ts';
import { messageOf } from '../../shared/message-of.ts';
import { majorityLabel } from './majority-label.ts';
import { modelFindings } from './model-findings.ts';
import { modelNotes, modelSplitInWords } from './model-words.ts';
import { groupsTable, modelsTable, type PolicyRow } from './models-tables.ts';
import type { ModelsOptions } from './options.ts';
import { publishedScores } from './published.ts';

/** Trains and scores policies on a split, and prints one table. */
export async function models(options: ModelsOptions): Promise<Outcome> {
  const recipes = namedList('--policies', options.policies, await discoverPolicies(options.encoder));
  const loaded = await datasetsBySeed(options.logs)(options.seed);
  const splits = modelSplits(loaded.dataset, options.split, options.seed, options.sessions ?? null);
  const trainings = trainingsFor(splits, options.training);
  const floor = majorityLabel(splits);
  const scored = await scoreAll(recipes, loaded, splits, trainings, options);
  const rows = [...(floor ? [{ ...floor, failed: false }] : []), ...scored];
  const grouped = splits.groups.length > 1;
  const asked = options.policies !== undefined;
  return {
    loaded,
    complete: !rows.some(({ reason, failed }) => failed || (asked && reason !== null)),
    split: modelSplitInWords(splits),
    findings: modelFindings(rows),
    notes: modelNotes(splits, trainings, loaded),
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

type ScoredRow = PolicyRow & { readonly failed: boolean };

async function scoreAll(
  recipes: readonly PolicyRecipe[],
  { dataset }: LoadedDataset,
  splits: ModelSplits,
  trainings: readonly Training[],
  { seed, providers, cache }: ModelsOptions,
): Promise<ScoredRow[]> {
  const environment = inProcessDesks(dataset.catalog).openEnvironment();
  const examples = new SessionExamples(environment, dataset.catalog);
  const units = 100 * splits.groups.length;
  const rows: ScoredRow[] = [];
  try {
    for (const recipe of recipes) {
      const reason = recipe.unavailable?.() ?? null;
      if (reason !== null) {
        rows.push({ policy: recipe.name, scores: [], reason, failed: false });
        continue;
      }
      const progress = createProgress(recipe.name, units);
      const scores: PolicyScore[] = [];
      try {
        for (const [at, group] of splits.groups.entries())
          scores.push(
            await scorePolicy({
              recipe,
              group,
              labelling: splits.labelling,
              trainings,
              examples,
              catalog: dataset.catalog,
              seed,
              providers: providerList(providers),
              cache: cache === false ? null : cache,
              onProgress: (fraction, line) =>
                progress.update(Math.round(100 * (at + fraction)), `${group.group ?? ''} ${line}`.trim()),
              onLine: printAside,
            }),
          );
        progress.update(units);
        rows.push({ policy: recipe.name, scores, reason: null, failed: false });
      } catch (error) {
        rows.push({ policy: recipe.name, scores: [], reason: `failed: ${messageOf(error)}`, failed: true });
      } finally {
        progress.finish();
      }
    }
  } finally {
    await environment.close();
  }
  return rows;
}
