import { join } from 'node:path';
import { datasetHash } from '../../fixtures/format/dataset-hash.ts';
import { createOperator } from '../../simulators/operators/create-operator.ts';
import { fitOperators } from '../../simulators/operators/fit-operators.ts';
import type { OperatorTimes } from '../../simulators/operators/operator-times.ts';
import type { NoiseSettings } from '../contract/operator.ts';
import type { Policy } from '../contract/policy.ts';
import type { Cell, Scenario } from '../contract/scenario.ts';
import type { Trace } from '../contract/trace.ts';
import type { CellRoles } from '../engine/roles.ts';
import { createProgress } from '../runner/progress.ts';
import { openRunFolder, type RunFolder } from '../runner/run-folder.ts';
import { collectRunInfo, type Json, type RunInfo } from '../runner/run-info.ts';
import { type RunSummary, runScenarios } from '../runner/run-scenarios.ts';
import { wallClockDate, wallClockMs } from '../runner/wall-clock.ts';
import { type Deployments, runStages } from '../stages/run-stages.ts';
import type { KnownNoise } from '../stages/teach-gate.ts';
import { openCache } from './cache/open-cache.ts';
import { copilotAnswers } from './critics/copilot-answers.ts';
import { browserDesks, type Desks, type Driver, inProcessDesks } from './desks.ts';
import { sliceGate } from './gate-slices.ts';
import type { LoadedDataset } from './load-dataset.ts';
import type { LabelledCell } from './noise-grid.ts';
import { toldRates } from './noise-rates.ts';
import { toldOptions } from './noise-rates-gate.ts';
import { checkParity, type ParityCheck } from './parity.ts';
import { preparePolicy } from './prepare-policy.ts';
import type { DatasetSplit } from './splits.ts';
import { providerList, type Recipes, type StagedOptions } from './staged-options.ts';

export interface StagedRequest {
  readonly experiment: string;
  readonly loaded: LoadedDataset;
  readonly split: DatasetSplit;
  readonly cells: readonly LabelledCell[];
  readonly recipes: Recipes;
  readonly options: StagedOptions;
  readonly driver: Driver;
  /** Browser contexts side by side. */
  readonly jobs: number;
  /** Evaluation sessions that are played on the other kind of desk too, to compare traces. */
  readonly paritySessions: number;
  readonly onTrace: (trace: Trace) => void;
}

export interface StagedOutcome {
  readonly info: RunInfo;
  readonly folder: RunFolder;
  readonly summary: RunSummary;
  readonly deployments: Deployments;
  readonly parity: ParityCheck | null;
  /** Execution providers that the models really ran on. */
  readonly providers: { readonly policy: string; readonly critic: string };
  readonly durationMs: number;
}

const repository = join(import.meta.dirname, '..', '..');

/** Runs the staged deployment over the cells: policy from logs, then feedback, critic, gate and automation by noise. */
export async function runStaged(request: StagedRequest): Promise<StagedOutcome> {
  const startMs = wallClockMs();
  const { loaded, split, cells, recipes, options, driver, jobs } = request;
  const { catalog } = loaded.dataset;
  const providers = providerList(options.providers);
  const info = describeRun(request);
  const folder = openRunFolder(options.out ?? join(repository, 'reports/out', folderName(request.experiment)), info);
  const inProcess = inProcessDesks(catalog);
  const cache = openCache(options.cache);
  const desks = driver === 'browser' ? await browserDesks(catalog, jobs, options.browser) : inProcess;
  let policy: Policy | null = null;
  try {
    const { train } = split.parts;
    policy = await preparePolicy({
      label: `policy from ${train.length} sessions`,
      sessions: train,
      recipe: cache.policy(recipes.policy),
      catalog,
      desks: inProcess,
      seed: options.seed,
      providers,
    });
    const times = fitOperators(train).times;
    const teaching = teachingProgress(cells);
    let summary: RunSummary | null = null;
    let parity: ParityCheck | null = null;
    const deployments = await runStages({
      parts: split.parts,
      policy,
      cells: cells.map(({ cell }) => cell),
      operatorOf: (noise) => createOperator({ noise, times }),
      critic: cache.critic(recipes.critic),
      gate: sliceGate(recipes.gate, options.gateSlices, catalog),
      ...(recipes.calibrator && { calibrator: recipes.calibrator }),
      ...(options.noiseRates === 'none' ? {} : { ratesOf: ratesFor(request, policy, times) }),
      gateOptions: { targetPrecision: options.target, delta: options.delta },
      seed: options.seed,
      fit: { seed: options.seed, providers },
      desk: { catalog, openEnvironment: inProcess.openEnvironment },
      onProgress: teaching.update,
      automate: async (scenarios, rolesOf) => {
        teaching.finish();
        summary = await automate(request, desks, folder, scenarios, rolesOf);
        parity = await sampleParity(request, inProcess, desks, scenarios, rolesOf);
      },
    });
    if (!summary) throw new Error('The evaluation did not run.');
    const used = { policy: policy.provider, critic: criticProvider(deployments) };
    const durationMs = wallClockMs() - startMs;
    return { info: { ...info, providers: used }, folder, summary, deployments, parity, providers: used, durationMs };
  } finally {
    await policy?.dispose();
    await desks.close();
  }
}

/** Progress over the noise points that are taught; a point is done when its calibration is. */
function teachingProgress(cells: readonly LabelledCell[]) {
  const most = cells.filter(isSelective).length;
  const progress = createProgress('feedback, critics, gates', most, process.stderr, wallClockMs);
  let taught = 0;
  return {
    update(stage: string, fraction: number, line: string) {
      if (stage === 'calibration' && fraction === 1) taught++;
      progress.update(taught, line);
    },
    finish: () => progress.finish(),
  };
}

/** What critic and gate are told of the noise, come to know on the feedback sessions. */
function ratesFor({ loaded, split, recipes, options }: StagedRequest, policy: Policy, times: OperatorTimes) {
  const { catalog } = loaded.dataset;
  const world = { catalog, policy, times, seed: options.seed };
  const { feedback: sessions } = split.parts;
  return async (noise: NoiseSettings): Promise<KnownNoise | undefined> => {
    const feedback = await copilotAnswers(world, 'feedback', sessions, noise);
    const { delta, noiseRates, gateSlices } = options;
    const { rates, gate: told, text } = await toldRates(noiseRates, { world, noise, sessions, feedback, delta });
    console.error(`critic and gate are told: ${text}`);
    if (!rates || !told) return undefined;
    const gate = sliceGate(recipes.gate, gateSlices, catalog, told.bySlice);
    return { rates, gate: { ...gate, fit: (answers, given) => gate.fit(answers, toldOptions(given, told)) } };
  };
}

function criticProvider(deployments: Deployments): string {
  const used = new Set([...deployments.values()].flatMap((deployment) => deployment?.critic?.provider ?? []));
  return [...used].join(', ') || 'none';
}

const isSelective = ({ cell }: LabelledCell) => cell.arm === 'selective';

function automate(
  request: StagedRequest,
  desks: Desks,
  folder: RunFolder,
  scenarios: readonly Scenario[],
  rolesOf: (cell: Cell) => CellRoles,
): Promise<RunSummary> {
  return runScenarios(scenarios, {
    catalog: request.loaded.dataset.catalog,
    rolesOf,
    openEnvironment: desks.openEnvironment,
    ...(desks.concurrency === undefined ? {} : { concurrency: desks.concurrency }),
    journal: folder.journal,
    progress: createProgress(`sessions (${desks.driver})`, scenarios.length, process.stderr, wallClockMs),
    onTrace: request.onTrace,
  });
}

/** Plays a few sessions on both kinds of desk, in all arms of the last noise point. */
async function sampleParity(
  request: StagedRequest,
  inProcess: Desks,
  desks: Desks,
  scenarios: readonly Scenario[],
  rolesOf: (cell: Cell) => CellRoles,
): Promise<ParityCheck | null> {
  const { paritySessions, cells, loaded, split, jobs, options } = request;
  if (paritySessions === 0) return null;
  const noise = JSON.stringify(cells.at(-1)?.noise);
  const arms = new Set(cells.filter((cell) => JSON.stringify(cell.noise) === noise).map(({ cell }) => cell.id));
  const sessions = new Set(split.parts.evaluation.slice(0, paritySessions).map(({ id }) => id));
  const sample = scenarios.filter(({ cell, session }) => arms.has(cell.id) && sessions.has(session.id));
  const browser =
    desks.driver === 'browser' ? desks : await browserDesks(loaded.dataset.catalog, Math.min(jobs, 2), options.browser);
  try {
    const progress = createProgress('the same in a browser', sample.length, process.stderr, wallClockMs);
    const check = await checkParity(sample, loaded.dataset.catalog, rolesOf, inProcess, browser);
    progress.update(sample.length);
    progress.finish(check.equal ? 'traces equal' : `TRACES DIFFER at ${check.difference}`);
    return check;
  } finally {
    if (browser !== desks) await browser.close();
  }
}

/** What decides the results goes into the fingerprint; where they are written and how fast does not. */
function describeRun({ experiment, loaded, cells, recipes, options, driver, split }: StagedRequest): RunInfo {
  const settings: Record<string, Json> = {
    logs: options.logs ?? 'embedded',
    sessions: options.sessions ?? null,
    target: options.target,
    delta: options.delta,
    policy: recipes.policy.name,
    critic: recipes.critic.name,
    gate: recipes.gate.name,
    calibrator: recipes.calibrator?.name ?? 'none',
    gateSlices: options.gateSlices,
    noiseRates: options.noiseRates,
    driver,
    cells: cells.map(({ cell }) => cell.id),
    parts: Object.fromEntries(Object.entries(split.parts).map(([name, sessions]) => [name, sessions.length])),
  };
  return collectRunInfo({
    command: `bench ${experiment}`,
    settings,
    seed: options.seed,
    datasetHash: datasetHash(loaded.dataset),
    providers: { asked: options.providers },
    repository,
  });
}

function folderName(experiment: string): string {
  return `${experiment}-${wallClockDate().slice(0, 19).replace(/[:T]/g, '-')}`;
}
