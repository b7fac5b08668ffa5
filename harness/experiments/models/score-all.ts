import type { LoadedDataset } from '../../bench/data/load-dataset.ts';
import type { ModelGroup, ModelSplits } from '../../bench/data/model-splits.ts';
import { inProcessDesks } from '../../bench/desks/desks.ts';
import { providerList } from '../../bench/models/recipes.ts';
import { type PolicyScore, type ScoreRequest, scorePolicy, type Training } from '../../bench/models/score-policy.ts';
import { SessionExamples } from '../../bench/models/session-examples.ts';
import type { PolicyRecipe } from '../../contract/policy.ts';
import { printAside } from '../../runner/output.ts';
import { createProgress } from '../../runner/progress.ts';
import { messageOf } from '../../shared/message-of.ts';
import { mergeSeeds } from './merge-seeds.ts';
import type { PolicyRow } from './models-tables.ts';
import type { ModelsOptions } from './options.ts';

/** What all policies are trained and judged with. */
export interface Scoring {
  readonly loaded: LoadedDataset;
  readonly splits: ModelSplits;
  readonly trainings: readonly Training[];
  readonly options: Pick<ModelsOptions, 'seed' | 'seeds' | 'providers' | 'cache'>;
}

/** A policy as it is called in the results: the same recipe may stand in several sizes. */
export interface Contender {
  readonly label: string;
  readonly recipe: PolicyRecipe;
}

export type ScoredRow = PolicyRow & { readonly failed: boolean };

/** Seeds of the trainings: the run's own, then those that are named after it. */
const seedsOf = ({ seed, seeds }: Pick<ModelsOptions, 'seed' | 'seeds'>): string[] =>
  Array.from({ length: seeds }, (_, at) => (at === 0 ? seed : `${seed}, training ${at + 1}`));

/** Trains and judges every policy on every split, once for each seed. A policy that fails is a row that says why. */
export async function scoreAll(
  contenders: readonly Contender[],
  groups: readonly ModelGroup[],
  { loaded: { dataset }, splits, trainings, options }: Scoring,
): Promise<ScoredRow[]> {
  const environment = inProcessDesks(dataset.catalog).openEnvironment();
  const request = {
    ...{ labelling: splits.labelling, trainings, catalog: dataset.catalog },
    examples: new SessionExamples(environment, dataset.catalog),
    providers: providerList(options.providers),
    cache: options.cache === false ? null : options.cache,
  };
  const rows: ScoredRow[] = [];
  try {
    for (const { label, recipe } of contenders)
      rows.push(await scoreOne(label, { ...request, recipe }, groups, seedsOf(options)));
  } finally {
    await environment.close();
  }
  return rows;
}

type Request = Omit<ScoreRequest, 'group' | 'seed' | 'onProgress' | 'onLine'>;

async function scoreOne(
  label: string,
  request: Request,
  groups: readonly ModelGroup[],
  seeds: readonly string[],
): Promise<ScoredRow> {
  const { recipe } = request;
  const row = { policy: label, scores: [], reason: recipe.unavailable?.() ?? null, failed: false };
  if (row.reason !== null) return row;
  const units = 100 * groups.length * seeds.length;
  const progress = createProgress(label, units);
  const scores: PolicyScore[] = [];
  try {
    for (const [at, group] of groups.entries()) {
      const bySeed: PolicyScore[] = [];
      for (const [draw, seed] of seeds.entries()) {
        const before = at * seeds.length + draw;
        const which = [group.group ?? '', seeds.length > 1 ? `seed ${draw + 1} of ${seeds.length},` : ''];
        const onProgress = (fraction: number, line: string) =>
          progress.update(Math.round(100 * (before + fraction)), [...which, line].join(' ').trim());
        bySeed.push(await scorePolicy({ ...request, group, seed, onProgress, onLine: printAside }));
      }
      scores.push(mergeSeeds(bySeed));
    }
    progress.update(units);
    return { ...row, scores };
  } catch (error) {
    return { ...row, reason: `failed: ${messageOf(error)}`, failed: true };
  } finally {
    progress.finish();
  }
}
