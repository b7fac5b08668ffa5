import { createOperator } from '../../../simulators/operators/answering/create-operator.ts';
import type { OperatorTimes } from '../../../simulators/operators/answering/operator-times.ts';
import { InfrastructureError } from '../../contract/environment.ts';
import type { NoiseSettings } from '../../contract/operator.ts';
import type { Policy } from '../../contract/policy.ts';
import type { Cell, Scenario } from '../../contract/scenario.ts';
import type { TwinPair } from '../../contract/twin.ts';
import type { World } from '../../contract/world.ts';
import { type Deployments, runStages } from '../../deployment/run-stages.ts';
import type { KnownNoise } from '../../deployment/teach-gate.ts';
import type { CellRoles } from '../../engine/roles.ts';
import { runTwins } from '../../engine/twins.ts';
import { episodeKey } from '../../runner/episode-key.ts';
import { Journal } from '../../runner/journal.ts';
import { printAside } from '../../runner/output.ts';
import { createProgress } from '../../runner/progress.ts';
import { type RunSummary, runScenarios } from '../../runner/run-scenarios.ts';
import { browserDesks, type Desks } from '../desks/desks.ts';
import { checkParity, compareWithPlayed, type ParityCheck } from '../desks/parity.ts';
import type { ModelCache } from '../models/cache/model-cache.ts';
import { providerList } from '../models/recipes.ts';
import { copilotAnswers } from '../noise/copilot-answers.ts';
import { sliceGate } from '../noise/gate-slices.ts';
import { noiseAwareGate } from '../noise/noise-aware-gate.ts';
import type { LabelledCell } from '../noise/noise-grid.ts';
import { knownRates } from '../noise/noise-rates.ts';
import { type Crashes, crashesAt, phaseCrashes } from '../report/crashes.ts';
import type { StagedLoop, StagedRequest } from './staged-request.ts';

/** What both loops of a run are played with. */
export interface StagedTools {
  readonly policy: Policy;
  readonly times: OperatorTimes;
  readonly cache: ModelCache;
  readonly inProcess: Desks;
  /** Where the evaluation sessions are played. */
  readonly desks: Desks;
}

export interface LoopOutcome {
  readonly summary: RunSummary;
  readonly deployments: Deployments;
  readonly parity: ParityCheck | null;
  /** Phases before play in which the desk failed for good. */
  readonly crashes: readonly Crashes[];
  /** Errors with their twins, by cell; empty where none were asked for. */
  readonly twins: ReadonlyMap<string, readonly TwinPair[]>;
}

/** Most errors of one session that get a twin: the first, and one of the others. */
const TWINS_A_SESSION = 2;

/** Copilot feedback, critic, gate and automation for every noise point, in one loop. */
export async function playLoop(request: StagedRequest, tools: StagedTools, loop: StagedLoop): Promise<LoopOutcome> {
  const { loaded, recipes, options } = request;
  const { policy, times, cache, inProcess } = tools;
  const { catalog } = loaded.dataset;
  const providers = providerList(options.providers);
  const teaching = teachingProgress(loop);
  let played: Omit<LoopOutcome, 'deployments' | 'crashes'> | null = null;
  const crashes: Crashes[] = [];
  const deployments = await runStages({
    parts: loop.parts,
    policy,
    cells: loop.cells.map(({ cell }) => cell),
    operatorOf: (noise) => createOperator({ noise, times, population: options.seed }),
    critic: cache.critic(recipes.critic),
    gate: sliceGate(recipes.gate, options.gateSlices, catalog),
    ...(recipes.calibrator && { calibrator: recipes.calibrator }),
    ...(options.noiseRates === 'none' ? {} : { ratesOf: ratesFor(request, tools, (found) => crashes.push(...found)) }),
    gateOptions: { targetPrecision: options.target, delta: options.delta },
    seed: options.seed,
    fit: { seed: options.seed, providers },
    desk: { catalog, openEnvironment: inProcess.openEnvironment, ...(loop.world && { world: loop.world }) },
    onProgress: teaching.update,
    automate: async (scenarios, rolesOf) => {
      teaching.finish();
      played = {
        summary: await automate(request, tools, loop, scenarios, rolesOf),
        parity: await sampleParity(request, tools, loop, scenarios, rolesOf),
        twins: await playTwins(request, tools, loop, scenarios, rolesOf),
      };
    },
  });
  if (!played) throw new Error('The evaluation did not run.');
  crashes.push(...taughtCrashes(deployments, options.seed));
  return { ...(played as Omit<LoopOutcome, 'deployments' | 'crashes'>), deployments, crashes };
}

/** What crashed where critics and gates were taught, once for each noise. */
function taughtCrashes(deployments: Deployments, seed: string): Crashes[] {
  const seen = new Set<unknown>();
  return [...deployments].flatMap(([cell, deployment]) => {
    if (!deployment || seen.has(deployment)) return [];
    seen.add(deployment);
    const { feedback, calibration } = deployment;
    const found = [...phaseCrashes('feedback', seed, feedback), ...phaseCrashes('calibration', seed, calibration)];
    return crashesAt(cell, found);
  });
}

/** Progress over the noise points that are taught; a point is done when its calibration is. */
function teachingProgress({ cells, world }: StagedLoop) {
  const most = cells.filter(isSelective).length;
  const progress = createProgress(labelled('feedback, critics, gates', world), most);
  let taught = 0;
  return {
    update(stage: string, fraction: number, line: string) {
      if (stage === 'calibration' && fraction === 1) taught++;
      progress.update(taught, line);
    },
    finish: () => progress.finish(),
  };
}

const labelled = (label: string, world: World | undefined) => (world ? `closed loop: ${label}` : label);

/** What critic and gate are told of the noise, come to know on the feedback sessions. */
function ratesFor(
  { loaded, split, recipes, options }: StagedRequest,
  { policy, times, inProcess: { openEnvironment } }: StagedTools,
  onCrashes: (crashes: readonly Crashes[]) => void,
) {
  const { catalog } = loaded.dataset;
  const told = (found: readonly Crashes[]) => onCrashes(crashesAt('where noise rates are learned', found));
  const world = { catalog, policy, times, seed: options.seed, openEnvironment, onCrashes: told };
  const { feedback: sessions } = split.parts;
  return async (noise: NoiseSettings): Promise<KnownNoise | undefined> => {
    const feedback = await copilotAnswers(world, 'feedback', sessions, noise);
    const { delta, noiseRates, gateSlices } = options;
    const { rates, gate: told, text } = await knownRates(noiseRates, { world, noise, sessions, feedback, delta });
    printAside(`critic and gate are told: ${text}`);
    if (!rates || !told) return undefined;
    return { rates, gate: noiseAwareGate(recipes.gate, gateSlices, catalog, told) };
  };
}

const isSelective = ({ cell }: LabelledCell) => cell.arm === 'selective';

function automate(
  request: StagedRequest,
  { desks }: StagedTools,
  { journal, world }: StagedLoop,
  scenarios: readonly Scenario[],
  rolesOf: (cell: Cell) => CellRoles,
): Promise<RunSummary> {
  const label = labelled(`sessions (${desks.driver})`, world);
  return runScenarios(scenarios, {
    catalog: request.loaded.dataset.catalog,
    rolesOf,
    ...(world && { world }),
    openEnvironment: desks.openEnvironment,
    ...(desks.concurrency === undefined ? {} : { concurrency: desks.concurrency }),
    journal,
    progress: createProgress(label, scenarios.length),
    onTrace: request.onTrace,
  });
}

/** Errors of a sample of the selective sessions, each with the same session without it. */
async function playTwins(
  { loaded }: StagedRequest,
  { inProcess }: StagedTools,
  { cells, parts, world, twinSessions = 0 }: StagedLoop,
  scenarios: readonly Scenario[],
  rolesOf: (cell: Cell) => CellRoles,
): Promise<LoopOutcome['twins']> {
  const twins = new Map<string, TwinPair[]>();
  if (!world || twinSessions === 0) return twins;
  const selective = new Set(cells.filter(isSelective).map(({ cell }) => cell.id));
  const sessions = new Set(parts.evaluation.slice(0, twinSessions).map(({ id }) => id));
  const sample = scenarios.filter(({ cell, session }) => selective.has(cell.id) && sessions.has(session.id));
  const progress = createProgress(labelled('twins of errors', world), sample.length);
  let done = 0;
  await runTwins(sample, {
    catalog: loaded.dataset.catalog,
    rolesOf,
    world,
    openEnvironment: inProcess.openEnvironment,
    most: TWINS_A_SESSION,
    onRun: ({ cell }, pairs) => {
      twins.set(cell, [...(twins.get(cell) ?? []), ...pairs]);
      progress.update(++done);
    },
  });
  progress.finish();
  return twins;
}

/**
 * Plays a few sessions on both kinds of desk, in all arms of one noise point: the last, in closed loop the last whose gate
 * is open, so that automation does what is critical there too.
 */
async function sampleParity(
  request: StagedRequest,
  tools: StagedTools,
  loop: StagedLoop,
  scenarios: readonly Scenario[],
  rolesOf: (cell: Cell) => CellRoles,
): Promise<ParityCheck | null> {
  const { paritySessions, loaded, jobs, options } = request;
  const { inProcess, desks } = tools;
  const { cells, parts, world } = loop;
  if (desks.driver === 'browser') return comparePlayed(request, tools, loop, scenarios, rolesOf);
  if (paritySessions === 0) return null;
  const open = world && cells.filter((one) => isSelective(one) && (rolesOf(one.cell).gate?.threshold ?? null) !== null);
  const noise = JSON.stringify((open?.at(-1) ?? cells.at(-1))?.noise);
  const arms = new Set(cells.filter((cell) => JSON.stringify(cell.noise) === noise).map(({ cell }) => cell.id));
  const sessions = new Set(parts.evaluation.slice(0, paritySessions).map(({ id }) => id));
  const sample = scenarios.filter(({ cell, session }) => arms.has(cell.id) && sessions.has(session.id));
  const { catalog } = loaded.dataset;
  const browser = await browserDesks(catalog, Math.min(jobs, 2), options.browser).catch((error: unknown) => {
    if (!request.parityIfPossible || !(error instanceof InfrastructureError)) throw error;
    printAside(`SKIPPED: browser and in-process desk were not compared. ${error.message}`);
    return null;
  });
  if (!browser) return null;
  try {
    const label = labelled('the same in a browser', world);
    const progress = createProgress(label, sample.length);
    const check = await checkParity(sample, { catalog, rolesOf, ...(world && { world }) }, inProcess, browser);
    progress.update(sample.length);
    progress.finish(check.equal ? 'traces equal' : `TRACES DIFFER at ${check.difference}`);
    return check;
  } finally {
    await browser.close();
  }
}

/** Plays all that was worked in a browser on the in-process desk too, which takes little beside it. */
async function comparePlayed(
  { loaded }: StagedRequest,
  { inProcess }: StagedTools,
  { journal, world }: StagedLoop,
  scenarios: readonly Scenario[],
  rolesOf: (cell: Cell) => CellRoles,
): Promise<ParityCheck> {
  const { catalog } = loaded.dataset;
  const progress = createProgress(labelled('the same in process', world), scenarios.length);
  const played = new Journal(journal.path);
  try {
    const check = await compareWithPlayed(scenarios, { catalog, rolesOf, ...(world && { world }) }, inProcess, (at) => {
      const { cell, session, forced } = scenarios[at]!;
      progress.update(at + 1);
      return played.read(episodeKey(cell.id, session.id, forced));
    });
    progress.finish(check.equal ? 'traces equal' : `TRACES DIFFER at ${check.difference}`);
    return check;
  } finally {
    played.close();
  }
}
