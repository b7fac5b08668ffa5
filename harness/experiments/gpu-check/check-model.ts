import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchingModels } from '../../../policies/networks/onnx/load-model.ts';
import { addedUp, type Placement } from '../../../policies/networks/onnx/placement.ts';
import type { FitOptions } from '../../contract/policy.ts';
import { messageOf } from '../../shared/message-of.ts';
import { answerRates, type Rates } from './answer-rates.ts';
import type { Answer, CheckData, CheckedModel, Served } from './checked-models.ts';
import { readCard } from './machine.ts';
import { largestDifference, type ObservedFit, observedFit, stepsPerSecond } from './observed-fit.ts';
import { TimeIsOver, type TimeLimit } from './time-limit.ts';

/** What one model did on one provider, beside the CPU. Nulls where it could not be told; `fault` then says why. */
export interface ProviderCheck {
  readonly role: CheckedModel['role'];
  readonly model: string;
  readonly provider: string;
  /** Sessions of the sample that it was trained and judged on. */
  readonly sessions: number;
  /** Training steps that were compared. */
  readonly steps: number;
  /** Largest |loss − CPU's| / |CPU's| over the steps. */
  readonly lossDifference: number | null;
  readonly stepsPerSecond: number | null;
  readonly cpuStepsPerSecond: number | null;
  readonly decisions: number;
  /** Largest difference of a score from the CPU's, the weights being the same. */
  readonly scoreDifference: number | null;
  /** Share of decisions that differ from the CPU's, likewise. */
  readonly flipped: number | null;
  readonly rates: Rates | null;
  readonly cpuRates: Rates | null;
  /** Which nodes ran where, in training and in use. */
  readonly placement: readonly Placement[];
  /** Memory of the card in use right after; null where it does not say. Unit: bytes. */
  readonly cardBytes: number | null;
  /** What failed, in words; null where nothing did. */
  readonly fault: string | null;
}

export interface CheckRequest {
  readonly model: CheckedModel;
  readonly data: CheckData;
  readonly sessions: number;
  readonly seed: string;
  readonly providers: readonly string[];
  /** Training steps whose losses are compared. */
  readonly steps: number;
  readonly limit: TimeLimit;
  readonly onProgress: (fraction: number, line: string) => void;
}

/** Steps of which is read which nodes ran where, and screens. */
const [PLACED_STEPS, PLACED_SCREENS] = [2, 32];

/**
 * Makes the first training steps on each provider, then trains on the CPU where any of them could, and lets all decide on
 * the same screens. Empty where nothing is trained by steps. Throws: `TimeIsOver`.
 */
export async function checkModel(request: CheckRequest): Promise<ProviderCheck[]> {
  const { model, data, providers, limit, steps: most } = request;
  const training = (provider: string) => () => model.fit(data, optionsOn(request, provider));
  const trainings = new Map<string, Attempt<ObservedFit<Served>>>();
  for (const provider of providers) {
    const first = await attempt(() => observedFit(training(provider), { most, limit }));
    await first.value?.made?.dispose();
    trainings.set(provider, first);
  }
  const able = [...trainings.values()].filter(({ fault }) => fault === null);
  if (able.length === 0) return [...trainings].map(([provider, { fault }]) => unable(request, provider, fault ?? ''));
  if (able.every(({ value }) => value?.losses.length === 0)) return [];
  const cpu = await observedFit(training('cpu'), { most: null, limit });
  const folder = mkdtempSync(join(tmpdir(), 'deskbench-gpu-check-'));
  try {
    const expected = await used(cpu.made!, request);
    await cpu.made!.save(folder);
    const checks: ProviderCheck[] = [];
    for (const [provider, first] of trainings) {
      const serving = await attempt(() => served(request, folder, provider, (one) => used(one, request)));
      const placement = serving.fault === null ? await placed(request, folder, provider) : [];
      checks.push(summary(request, { provider, cpu, expected, training: first, serving, placement }));
    }
    return checks;
  } finally {
    await cpu.made!.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

function optionsOn({ seed, data: { catalog }, limit, onProgress }: CheckRequest, provider: string): FitOptions {
  return {
    ...{ seed, catalog, providers: [provider] },
    onProgress(fraction, line) {
      limit.check();
      onProgress(fraction, `${provider}: ${line}`);
    },
  };
}

/** What a model says, and how fast. */
interface Used {
  readonly answers: readonly Answer[];
  readonly rates: Rates;
}

async function used(model: Served, { data: { test }, limit }: CheckRequest): Promise<Used> {
  const answers: Answer[] = [];
  for (let from = 0; from < test.length; from += 256) {
    limit.check();
    answers.push(...(await model.answer(test.slice(from, from + 256))));
  }
  return { answers, rates: await answerRates(model, test, limit) };
}

/** Loads what the CPU trained on a provider, for some work. */
async function served<T>(
  request: CheckRequest,
  folder: string,
  provider: string,
  work: (model: Served) => Promise<T>,
): Promise<T> {
  const model = await request.model.load(folder, request.data, optionsOn(request, provider));
  try {
    return await work(model);
  } finally {
    await model.dispose();
  }
}

/** Which nodes of a model run where, in training and in use. */
async function placed(request: CheckRequest, folder: string, provider: string): Promise<Placement[]> {
  const { model, data, limit } = request;
  const found: Placement[] = [];
  await watchingModels({ onPlacement: (nodes) => found.push(...nodes) }, async () => {
    const training = () => model.fit(data, optionsOn(request, provider));
    await attempt(async () => (await observedFit(training, { most: PLACED_STEPS, limit })).made?.dispose());
    await served(request, folder, provider, (one) => one.answer(data.test.slice(0, PLACED_SCREENS)));
  });
  return addedUp(found);
}

type Attempt<T> = { readonly value: T; readonly fault: null } | { readonly value: null; readonly fault: string };

async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await work(), fault: null };
  } catch (error) {
    if (error instanceof TimeIsOver) throw error;
    return { value: null, fault: messageOf(error) };
  }
}

const NOTHING = {
  steps: 0,
  lossDifference: null,
  stepsPerSecond: null,
  cpuStepsPerSecond: null,
  decisions: 0,
  scoreDifference: null,
  flipped: null,
  rates: null,
  cpuRates: null,
  placement: [],
  cardBytes: null,
} satisfies Partial<ProviderCheck>;

/** What is known of a provider that cannot train, where none can: the CPU is then not asked. */
function unable({ model: { role, name }, sessions }: CheckRequest, provider: string, fault: string): ProviderCheck {
  return { ...NOTHING, role, model: name, provider, sessions, fault: `training: ${fault}` };
}

interface Found {
  readonly provider: string;
  readonly cpu: ObservedFit<Served>;
  readonly expected: Used;
  readonly training: Attempt<ObservedFit<Served>>;
  readonly serving: Attempt<Used>;
  readonly placement: readonly Placement[];
}

function summary({ model, sessions, steps }: CheckRequest, found: Found): ProviderCheck {
  const { provider, cpu, expected, training, serving, placement } = found;
  const compared = Math.min(steps, cpu.losses.length, training.value?.losses.length ?? 0);
  const faults = [training.fault && `training: ${training.fault}`, serving.fault && `deciding: ${serving.fault}`];
  const answers = serving.value?.answers ?? null;
  return {
    ...{ role: model.role, model: model.name, provider, sessions, steps: compared, placement },
    lossDifference: training.value && largestDifference(training.value.losses.slice(0, steps), cpu.losses),
    stepsPerSecond: training.value && stepsPerSecond(training.value, compared),
    cpuStepsPerSecond: training.value && stepsPerSecond(cpu, compared),
    decisions: answers?.length ?? 0,
    scoreDifference: answers && scoreDifference(answers, expected.answers),
    flipped: answers && flippedShare(answers, expected.answers),
    rates: serving.value?.rates ?? null,
    cpuRates: expected.rates,
    cardBytes: readCard()?.usedBytes ?? null,
    fault: faults.filter(Boolean).join('; ') || null,
  };
}

/** Share of answers that decide otherwise. */
export function flippedShare(found: readonly Answer[], expected: readonly Answer[]): number {
  return found.filter(({ choice }, at) => choice !== expected[at]!.choice).length / found.length;
}

/** The largest difference of a score; one that only one of them gives counts whole. */
export function scoreDifference(found: readonly Answer[], expected: readonly Answer[]): number {
  let most = 0;
  for (const [at, { scores }] of found.entries()) {
    const known = expected[at]!.scores;
    for (const name of new Set([...scores.keys(), ...known.keys()]))
      most = Math.max(most, Math.abs((scores.get(name) ?? 0) - (known.get(name) ?? 0)));
  }
  return most;
}
