import { resolveBrowser } from '../../../simulators/desk/browser/launch.ts';
import { classify, type LabelledPredictions } from '../../bench/data/classify.ts';
import { datasetsBySeed, type LoadedDataset } from '../../bench/data/load-dataset.ts';
import { onlySessions } from '../../bench/data/only-sessions.ts';
import { populationsWith } from '../../bench/data/populations.ts';
import type { SplitRule } from '../../bench/data/rule-splits.ts';
import { splitDataset } from '../../bench/data/splits.ts';
import { inProcessDesks } from '../../bench/desks/desks.ts';
import { PARITY_SESSIONS } from '../../bench/desks/parity.ts';
import type { Outcome, RunContext } from '../../bench/experiment.ts';
import { openModelCache } from '../../bench/models/cache/model-cache.ts';
import { preparePolicy } from '../../bench/models/prepare-policy.ts';
import { findRecipes, providerList, type Recipes, type StagedOptions } from '../../bench/models/recipes.ts';
import { crossNoise, openLoopCells } from '../../bench/noise/noise-grid.ts';
import type { RunPlan } from '../../bench/plan/run-plan.ts';
import { planStaged } from '../../bench/staged/plan-staged.ts';
import { playStaged } from '../../bench/staged/staged-outcome.ts';
import { printAside } from '../../runner/output.ts';
import type { ReplayOptions } from './options.ts';

/** Open-loop replay of any dataset at given noise rates, on either kind of desk. */
export async function replay(options: ReplayOptions, { record }: RunContext): Promise<Outcome> {
  const { notes, ...prepared } = await prepare(options);
  const { loaded, split, recipes } = prepared;
  const predictions = split.rule && { ...(await predict(loaded, split.rule, recipes, options)), rule: split.rule.text };
  return playStaged({
    ...prepared,
    record: record(loaded),
    predictions,
    notes: [
      ...notes,
      ...(split.rule
        ? [
            [
              `The classification is of a policy trained on all ${split.rule.train.length} training sessions of`,
              'the rule; the policy in the table learns from a part of them,',
              'since feedback and threshold need sessions of their own.',
            ].join(' '),
          ]
        : []),
    ],
  });
}

/** What a replay with these options would play. */
export async function planReplay(options: ReplayOptions): Promise<RunPlan> {
  return planStaged({ ...(await prepare(options)), predictions: null });
}

/** All that is known before anything is trained. */
async function prepare(options: ReplayOptions) {
  const recipes = await findRecipes(options);
  const parity = await parityOf(options);
  const load = datasetsBySeed(options.logs);
  const all = await populationsWith(options, async (seed) => {
    const loaded = await load(seed);
    const split = splitDataset(loaded.dataset, options.split, seed, options.sessions ?? null);
    return { loaded, split, closed: null };
  });
  const [first, ...others] = onlySessions(all, options);
  return {
    ...first,
    others,
    cells: openLoopCells(crossNoise(options)),
    recipes,
    options: { ...options, seed: first.seed },
    driver: options.driver,
    jobs: options.jobs,
    paritySessions: parity.sessions,
    ...(options.repeat !== undefined && { repeats: options.repeat }),
    parityIfPossible: options.browserSessions === undefined,
    notes: parity.notes,
  };
}

/** How many sessions are compared on both kinds of desk; none, and why, where no browser is at hand and none was asked for. */
async function parityOf({
  driver,
  browser,
  browserSessions,
}: ReplayOptions): Promise<{ sessions: number; notes: string[] }> {
  if (driver === 'browser' || browserSessions !== undefined) return { sessions: browserSessions ?? 0, notes: [] };
  try {
    await resolveBrowser({ browser, install: false });
    return { sessions: PARITY_SESSIONS, notes: [] };
  } catch {
    const note = [
      'SKIPPED: browser and in-process desk were not compared, since no browser was found here;',
      'bench browser installs one, --browser-sessions 0 leaves it out without this note.',
    ].join(' ');
    printAside(note);
    return { sessions: 0, notes: [note] };
  }
}

/** Accuracy by a published rule: a policy trained on all that the rule trains on, tested on all that it tests. */
async function predict(
  { dataset }: LoadedDataset,
  rule: SplitRule,
  recipes: Recipes,
  options: StagedOptions,
): Promise<LabelledPredictions> {
  const desks = inProcessDesks(dataset.catalog);
  const policy = await preparePolicy({
    label: `policy by the rule, from ${rule.train.length} sessions`,
    sessions: rule.train,
    recipe: openModelCache({ folder: options.cache === false ? null : options.cache }).policy(recipes.policy),
    catalog: dataset.catalog,
    desks,
    seed: options.seed,
    providers: providerList(options.providers),
  });
  try {
    return await classify(policy, rule, desks.openEnvironment());
  } finally {
    await policy.dispose();
  }
}
