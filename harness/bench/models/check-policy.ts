import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalog } from '../../contract/catalog.ts';
import type { Example, FitOptions, Policy, PolicyRecipe } from '../../contract/policy.ts';
import { messageOf } from '../../shared/message-of.ts';
import { type Decisions, decide, flippedShare } from './decisions.ts';
import { largestDifference, type ObservedFit, observedFit, stepsPerSecond } from './observed-fit.ts';

/** What one policy did on one provider, beside the CPU. Nulls where it could not be told; `note` then says why. */
export type ProviderCheck = ReturnType<typeof summary>;

export interface CheckRequest {
  readonly recipe: PolicyRecipe;
  readonly train: readonly Example[];
  readonly test: readonly Example[];
  readonly catalog: Catalog;
  readonly seed: string;
  readonly providers: readonly string[];
  /** Training steps whose losses are compared. */
  readonly steps: number;
  readonly onProgress: (fraction: number, line: string) => void;
}

/**
 * Makes the first training steps on each provider, then trains on the CPU where any of them could, and lets all decide on
 * the same screens. Empty where nothing is trained by steps.
 */
export async function checkPolicy(request: CheckRequest): Promise<ProviderCheck[]> {
  const { recipe, providers, test } = request;
  const screens = test.map(({ screen }) => screen);
  const trainings = new Map<string, Attempt<ObservedFit>>();
  for (const provider of providers) trainings.set(provider, await attempt(() => firstSteps(request, provider)));
  const able = [...trainings.values()].filter(({ fault }) => fault === null);
  if (able.length === 0) return [...trainings].map(([provider, { fault }]) => unable(request, provider, fault ?? ''));
  if (able.every(({ value }) => value?.losses.length === 0)) return [];
  const cpu = await observedFit(recipe, request.train, fitOptions(request, 'cpu'), null);
  const policy = cpu.policy!;
  const folder = mkdtempSync(join(tmpdir(), 'deskbench-gpu-check-'));
  try {
    const decisions = await decide(policy, screens);
    await policy.save?.(folder);
    const checks: ProviderCheck[] = [];
    for (const [provider, training] of trainings) {
      const serving = await attempt(async () => {
        const served = await loadOn(request, policy, folder, provider);
        try {
          return await decide(served, screens);
        } finally {
          await served.dispose();
        }
      });
      checks.push(summary(request, provider, cpu, decisions, training, serving));
    }
    return checks;
  } finally {
    await policy.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

function fitOptions({ seed, catalog, onProgress }: CheckRequest, provider: string): FitOptions {
  return {
    seed,
    catalog,
    providers: [provider],
    onProgress: (fraction, line) => onProgress(fraction, `${provider}: ${line}`),
  };
}

async function firstSteps(request: CheckRequest, provider: string): Promise<ObservedFit> {
  const fit = await observedFit(request.recipe, request.train, fitOptions(request, provider), request.steps);
  await fit.policy?.dispose();
  return fit;
}

/** What is known of a provider that cannot train, where none can: the CPU is then not asked. */
function unable({ recipe }: CheckRequest, provider: string, fault: string): ProviderCheck {
  return {
    policy: recipe.name,
    provider,
    steps: 0,
    lossDifference: null,
    stepsPerSecond: null,
    cpuStepsPerSecond: null,
    decisions: 0,
    flipped: null,
    decisionsPerSecond: null,
    cpuDecisionsPerSecond: null,
    fault: `training: ${fault}`,
  };
}

async function loadOn(
  { recipe, ...request }: CheckRequest,
  policy: Policy,
  folder: string,
  provider: string,
): Promise<Policy> {
  if (!policy.save || !recipe.load) throw new Error(`policy "${recipe.name}" cannot be saved and loaded again`);
  return recipe.load(folder, fitOptions({ recipe, ...request }, provider));
}

type Attempt<T> = { readonly value: T; readonly fault: null } | { readonly value: null; readonly fault: string };

async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await work(), fault: null };
  } catch (error) {
    return { value: null, fault: messageOf(error) };
  }
}

function summary(
  { recipe, steps }: CheckRequest,
  provider: string,
  cpu: ObservedFit,
  cpuDecisions: Decisions,
  training: Attempt<ObservedFit>,
  serving: Attempt<Decisions>,
) {
  const compared = Math.min(steps, cpu.losses.length, training.value?.losses.length ?? 0);
  const faults = [training.fault && `training: ${training.fault}`, serving.fault && `deciding: ${serving.fault}`];
  return {
    policy: recipe.name,
    provider,
    steps: compared,
    /** Largest |loss − CPU's| / |CPU's| over the steps. */
    lossDifference: training.value && largestDifference(training.value.losses.slice(0, steps), cpu.losses),
    stepsPerSecond: training.value && stepsPerSecond(training.value, compared),
    cpuStepsPerSecond: training.value && stepsPerSecond(cpu, compared),
    decisions: serving.value?.first.length ?? 0,
    /** Share of decisions that differ from the CPU's, the weights being the same. */
    flipped: serving.value && flippedShare(serving.value, cpuDecisions),
    decisionsPerSecond: serving.value?.perSecond ?? null,
    cpuDecisionsPerSecond: cpuDecisions.perSecond as number | null,
    /** What failed, in words; null where nothing did. */
    fault: faults.filter(Boolean).join('; ') || null,
  };
}
