import { probeProvider } from '../../../policies/networks/onnx/load-model.ts';
import { type LoadedDataset, loadDataset } from '../../bench/data/load-dataset.ts';
import { sampleSessions } from '../../bench/data/sample-sessions.ts';
import { inProcessDesks } from '../../bench/desks/desks.ts';
import type { Outcome } from '../../bench/experiment.ts';
import { checkPolicy, type ProviderCheck } from '../../bench/models/check-policy.ts';
import { discoverPolicies, namedList, providerList } from '../../bench/models/recipes.ts';
import type { PolicyRecipe } from '../../contract/policy.ts';
import type { Session } from '../../contract/session.ts';
import { splitSessions } from '../../deployment/split-sessions.ts';
import { logExamples } from '../../engine/log-examples.ts';
import { MachineError, UsageError } from '../../runner/exit-code.ts';
import { createProgress } from '../../runner/progress.ts';
import { checkTable, disagreement, exitOf, LEAST_DECISIONS, tooLittle } from './check-table.ts';
import type { GpuCheckOptions } from './options.ts';

/** Providers that are looked for where none are named. */
const ACCELERATORS = ['cuda', 'webgpu'];

/**
 * Compares every accelerator of this machine with its CPU: losses, decisions, speeds. Exit code 1 where one computes
 * something else, 3 where nothing could be compared or a provider that was named is not there, 4 where too few decisions
 * were compared to say that they agree.
 */
export async function gpuCheck(options: GpuCheckOptions): Promise<Outcome> {
  const asked = options.providers === undefined ? ACCELERATORS : providerList(options.providers);
  const recipes = await chosenRecipes(options);
  const absent = new Map<string, string>();
  for (const provider of asked) {
    const reason = await probeProvider(provider);
    if (reason !== null) absent.set(provider, reason);
  }
  const present = asked.filter((provider) => !absent.has(provider));
  if (present.length === 0) {
    const reasons = [...absent].map(([provider, reason]) => `${provider}: ${reason}`).join('; ');
    throw new MachineError(
      `Nothing was checked: no provider beside the CPU can be had on this machine (docs/gpu.md). ${reasons}.`,
    );
  }
  const loaded = await loadDataset(options.logs);
  const checks = await checkAll(recipes, present, loaded, options);
  const beyond = checks.filter((check) => disagreement(check) !== null);
  const little = checks.filter(tooLittle);
  const faults = checks.filter(({ fault }) => fault !== null);
  const complete = checks.length > 0 && faults.length === 0 && (options.providers === undefined || absent.size === 0);
  return {
    loaded,
    complete,
    split: `${options.sessions} sessions at most, a part of them held out for decisions.`,
    findings: findings(checks, beyond, little),
    notes: [],
    tables: [checkTable(checks, absent)],
    plots: [],
    exitCode: exitOf(checks, complete),
  };
}

function findings(
  checks: readonly ProviderCheck[],
  beyond: readonly ProviderCheck[],
  little: readonly ProviderCheck[],
): string[] {
  if (checks.length === 0) return ['No policy was compared: none of them is trained by steps.'];
  const few = little.map(({ policy, provider, decisions }) =>
    [
      `${policy} on ${provider}: no verdict, since ${decisions} decisions are too few to see a flip in 1 % of`,
      `them; use --sessions for ${LEAST_DECISIONS} or more.`,
    ].join(' '),
  );
  if (beyond.length === 0 && few.length > 0) return few;
  if (beyond.length === 0) return ['What was compared agrees with the CPU within the limits.'];
  return beyond.map((check) => `${check.policy} on ${check.provider}: ${disagreement(check)}.`);
}

/** Those that are named; without names all that can be used. Throws: `UsageError` where one that is named cannot. */
async function chosenRecipes({ policies, encoder }: GpuCheckOptions): Promise<readonly PolicyRecipe[]> {
  const chosen = namedList('--policies', policies, await discoverPolicies(encoder));
  const lacking = (recipe: PolicyRecipe) => recipe.unavailable?.() ?? null;
  if (policies === undefined) return chosen.filter((recipe) => lacking(recipe) === null);
  for (const recipe of chosen)
    if (lacking(recipe) !== null) throw new UsageError(`--policies ${recipe.name}: ${lacking(recipe)}.`);
  return chosen;
}

async function checkAll(
  recipes: readonly PolicyRecipe[],
  providers: readonly string[],
  { dataset: { catalog, sessions } }: LoadedDataset,
  { sessions: limit, steps, seed }: GpuCheckOptions,
): Promise<ProviderCheck[]> {
  const sample = sampleSessions(sessions, seed, limit);
  const parts = splitSessions(sample, seed, { train: 0.7, feedback: 0, calibration: 0, evaluation: 0.3 });
  const desk = inProcessDesks(catalog).openEnvironment();
  const examplesOf = (some: readonly Session[]) => logExamples(some, desk);
  const [train, test] = [await examplesOf(parts.train), await examplesOf(parts.evaluation)];
  const checks: ProviderCheck[] = [];
  for (const recipe of recipes) {
    const progress = createProgress(recipe.name, 100);
    const onProgress = (fraction: number, line: string) => progress.update(Math.round(fraction * 100), line);
    checks.push(...(await checkPolicy({ recipe, train, test, catalog, seed, providers, steps, onProgress })));
    progress.finish();
  }
  await desk.close();
  return checks;
}
