import type { OperatorTimes } from '../../../simulators/operators/answering/operator-times.ts';
import { InfrastructureError } from '../../contract/environment.ts';
import type { NoiseSettings } from '../../contract/operator.ts';
import type { Policy } from '../../contract/policy.ts';
import type { Session } from '../../contract/session.ts';
import type { Trace } from '../../contract/trace.ts';
import type { TwinPair } from '../../contract/twin.ts';
import type { World } from '../../contract/world.ts';
import type { EpisodePlayer, TrainingBench } from '../../deployment/bench.ts';
import { collectFeedback } from '../../deployment/collect-feedback.ts';
import { type PlayedCell, play } from '../../deployment/play.ts';
import { playTwins } from '../../deployment/play-twins.ts';
import type { Parts } from '../../deployment/split-sessions.ts';
import { type Deployment, type KnownNoise, trainCriticAndGate } from '../../deployment/train-critic-and-gate.ts';
import { withDeployments } from '../../deployment/with-deployments.ts';
import { printAside } from '../../runner/output.ts';
import { createProgress } from '../../runner/progress.ts';
import { operatorsWith } from '../closed-loop/closed-bench.ts';
import type { LoadedDataset } from '../data/load-dataset.ts';
import type { DatasetSplit } from '../data/splits.ts';
import { browserDesks, type Desks } from '../desks/desks.ts';
import type { Driver } from '../desks/drivers.ts';
import { checkParity, compareWithPlayed, type ParityCheck } from '../desks/parity.ts';
import type { ModelCache } from '../models/cache/model-cache.ts';
import { providerList, type Recipes, type StagedOptions } from '../models/recipes.ts';
import { copilotAnswers } from '../noise/copilot-answers.ts';
import { sliceGate } from '../noise/gate-slices.ts';
import { noiseAwareGate } from '../noise/noise-aware-gate.ts';
import type { LabelledCell } from '../noise/noise-grid.ts';
import { knownRates } from '../noise/noise-rates.ts';
import { repeatName } from '../repeat-name.ts';
import { type Crashes, crashesAt, feedbackCrashes } from '../report/crashes.ts';
import type { RunPart } from '../run-record.ts';

/** A staged deployment that is to be run. */
export interface StagedRequest {
  /** Keeps what is played. */
  readonly recorded: RunPart;
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
  /** Whether the run goes on, and says so, where the browser does not answer. Absent: it ends as incomplete. */
  readonly parityIfPossible?: boolean;
  /** What is played in closed loop after the open loop. Null: nothing. */
  readonly closed: ClosedRequest | null;
  /** Evaluation sessions in the batches in which all cells play them; each is asked for when the one before was played. Absent: one. */
  readonly batchesOf?: ((sessions: readonly Session[]) => Iterable<readonly Session[]>) | undefined;
  /** How often every evaluation session is played, with the same random numbers. Absent: once. */
  readonly repeats?: number;
  /** Sees every episode, with its place among the repeats of its session in its cell, from 1. */
  readonly onTrace: (trace: Trace, repeat: number) => void;
  /** Told when a loop was played. */
  readonly onLoop?: (loop: string, cells: readonly LabelledCell[], outcome: LoopOutcome) => void;
}

/** The same deployment in a world where what was decided is done. */
export interface ClosedRequest extends StagedLoop {
  readonly world: World;
}

/** One loop of a run: its cells, and the sessions that they are taught and played on. */
export interface StagedLoop {
  readonly cells: readonly LabelledCell[];
  readonly parts: Omit<Parts, 'train'>;
  /** Absent: open loop. */
  readonly world?: World;
  /** Evaluation sessions of the selective cells whose errors get twins. Closed loop only. */
  readonly twinSessions?: number;
}

/** What both loops of a run are played with. */
export interface StagedTools {
  readonly policy: Policy;
  readonly times: OperatorTimes;
  readonly cache: ModelCache;
  readonly inProcess: Desks;
  /** Where the evaluation sessions are played. */
  readonly desks: Desks;
}

export type LoopOutcome = Awaited<ReturnType<typeof playLoop>>;

/** What is played, and with what. */
interface LoopPlay {
  readonly request: StagedRequest;
  readonly tools: StagedTools;
  readonly loop: StagedLoop;
  /** The in-process desks, unless others are put in their place. */
  readonly bench: TrainingBench;
  readonly cells: readonly StagedCell[];
}

type StagedCell = LabelledCell & PlayedCell & { readonly deployment: Deployment | null };

/** Most errors of one session that get a twin: the first, and one of the others. */
const TWINS_A_SESSION = 2;

/** Copilot feedback, critic, gate and automation for every noise point, in one loop. */
export async function playLoop(request: StagedRequest, tools: StagedTools, loop: StagedLoop) {
  const { loaded, options } = request;
  const { seed } = options;
  const bench: TrainingBench = {
    catalog: loaded.dataset.catalog,
    desks: tools.inProcess,
    world: loop.world,
    policy: tools.policy,
    operatorOf: operatorsWith(tools.times, seed),
    parts: loop.parts,
    seed,
    fit: { seed, providers: providerList(options.providers) },
  };
  const crashes: Crashes[] = [];
  const progress = trainingProgress(loop);
  const deploying = {
    keyOf: (one: LabelledCell) => (isSelective(one) ? JSON.stringify(one.cell.noise) : null),
    deploy: (one: LabelledCell) => deploy(one, { request, tools, bench, crashes, onProgress: progress.update }),
  };
  return withDeployments(loop.cells, deploying, async (cells) => {
    progress.finish();
    const played: LoopPlay = { request, tools, loop, bench, cells };
    const traces: Trace[] | null = tools.desks.driver === 'browser' ? [] : null;
    return {
      /** Errors with their twins, by cell; empty where none were asked for. */
      twins: await automate(played, traces),
      parity: traces ? await comparePlayed(played, traces) : await sampleParity(played),
      /** What was deployed in each cell, by its id; null in the arms that need no critic. */
      deployments: new Map(cells.map(({ cell, deployment }) => [cell.id, deployment])),
      /** Phases before play in which the desk failed for good. */
      crashes,
    };
  });
}

interface DeployContext extends Pick<LoopPlay, 'request' | 'tools' | 'bench'> {
  readonly crashes: Crashes[];
  readonly onProgress: (stage: string, fraction: number, line: string) => void;
}

/** Feedback of operators of the cell's noise, and critic and gate from it. */
async function deploy({ cell }: LabelledCell, context: DeployContext): Promise<Deployment> {
  const { request, tools, bench, crashes } = context;
  const { recipes, options } = request;
  const onProgress = (stage: string, fraction: number, line: string) =>
    context.onProgress(stage, fraction, `${cell.id}: ${line}`);
  const feedback = await collectFeedback(bench, cell.noise, undefined, { onProgress });
  crashes.push(...crashesAt(cell.id, feedbackCrashes(options.seed, feedback)));
  return trainCriticAndGate(bench, feedback, {
    critic: tools.cache.critic(recipes.critic),
    gate: sliceGate(recipes.gate, options.gateSlices, bench.catalog),
    gateOptions: { targetPrecision: options.target, delta: options.delta },
    calibrator: recipes.calibrator,
    known: options.noiseRates === 'none' ? undefined : await knownNoise(cell.noise, context),
    onProgress: (fraction, line) => onProgress('critic', fraction, line),
  });
}

/** What critic and gate are told of the noise, come to know on the feedback sessions. */
async function knownNoise(
  noise: NoiseSettings,
  { request, tools, bench, crashes }: DeployContext,
): Promise<KnownNoise | undefined> {
  const { split, recipes, options } = request;
  const { catalog, policy, seed } = bench;
  const { openEnvironment } = tools.inProcess;
  const { limits } = request.recorded;
  const onCrashes = (found: readonly Crashes[]) => crashes.push(...crashesAt('where noise rates are learned', found));
  const world = { catalog, policy, times: tools.times, seed, openEnvironment, limits, onCrashes };
  const { feedback: sessions } = split.parts;
  const feedback = await copilotAnswers(world, 'feedback', sessions, noise);
  const { delta, noiseRates, gateSlices } = options;
  const { rates, gate, text } = await knownRates(noiseRates, { world, noise, sessions, feedback, delta });
  printAside(`critic and gate are told: ${text}`);
  return rates && gate && { rates, gate: noiseAwareGate(recipes.gate, gateSlices, catalog, gate) };
}

/** Progress over the noise points; a point is done when its held-out feedback is there. */
function trainingProgress({ cells, world }: StagedLoop) {
  const most = cells.filter(isSelective).length;
  const progress = createProgress(labelled('feedback, critics, gates', world), most);
  let done = 0;
  return {
    update(stage: string, fraction: number, line: string) {
      if (stage === 'calibration' && fraction === 1) done++;
      progress.update(done, line);
    },
    finish: () => progress.finish(),
  };
}

const labelled = (label: string, world: World | undefined) => (world ? `closed loop: ${label}` : label);

const isSelective = ({ cell }: LabelledCell) => cell.arm === 'selective';

/**
 * Plays the evaluation sessions in all cells, and takes their traces where they are wanted again; twins of the errors
 * in the sessions that get any.
 */
async function automate({ request, tools, loop, bench, cells }: LoopPlay, traces: Trace[] | null) {
  const { world, parts, twinSessions = 0 } = loop;
  const { evaluation } = parts;
  const { desks } = tools;
  const { player } = request.recorded;
  const part = world ? 'closed loop' : 'open loop';
  const recorded: TrainingBench = { ...bench, desks, player: (scenarios, batch) => player(scenarios, batch, part) };
  // Without a model nothing can come out otherwise.
  const { repeats = 1 } = request;
  const again = repeats > 1 ? cells.filter(({ cell }) => cell.arm !== 'human-only') : [];
  const most = (cells.length + (repeats - 1) * again.length) * evaluation.length;
  const progress = createProgress(labelled(`sessions (${desks.driver})`, world), most);
  let done = 0;
  const taking = (repeat: number) => (trace: Trace) => {
    if (repeat === 1) traces?.push(trace);
    request.onTrace(trace, repeat);
    progress.update(++done);
  };
  const onTrace = taking(1);
  const twins = new Map<string, TwinPair[]>();
  const twinned = world && twinSessions > 0 && !traces ? cells.filter(isSelective) : [];
  const others = cells.filter((one) => !twinned.includes(one));
  for (const sessions of request.batchesOf?.(evaluation) ?? [evaluation])
    await play(recorded, others, sessions, { order: 'cell', onTrace });
  await playTwins(recorded, twinned, evaluation.slice(0, twinSessions), {
    perSession: TWINS_A_SESSION,
    onRun: (run, pairs) => {
      onTrace(run);
      twins.set(run.cell, [...(twins.get(run.cell) ?? []), ...pairs]);
    },
  });
  await play(recorded, twinned, evaluation.slice(twinSessions), { order: 'cell', onTrace });
  for (let repeat = 2; repeat <= repeats; repeat++) {
    // Each repeat asks the model anew; within one, all arms see the same answers.
    bench.policy.forget?.();
    const own = repeatName(part, repeat);
    const player: EpisodePlayer = (scenarios, batch) => request.recorded.player(scenarios, batch, own);
    await play({ ...recorded, player }, again, evaluation, { order: 'cell', onTrace: taking(repeat) });
  }
  progress.finish();
  return twins;
}

/**
 * Plays a few sessions on both kinds of desk, in all arms of one noise point: the last, in closed loop the last whose gate
 * is open, so that automation does what is critical there too.
 */
async function sampleParity(played: LoopPlay): Promise<ParityCheck | null> {
  const { request, tools, loop, bench, cells } = played;
  const { paritySessions, jobs, options } = request;
  const { parts, world } = loop;
  if (paritySessions === 0) return null;
  const open = world && cells.filter((one) => isSelective(one) && (one.deployment?.gate.threshold ?? null) !== null);
  const noise = JSON.stringify((open?.at(-1) ?? cells.at(-1))?.noise);
  const arms = cells.filter((one) => JSON.stringify(one.noise) === noise);
  const sessions = parts.evaluation.slice(0, paritySessions);
  const browser = await browserDesks(bench.catalog, Math.min(jobs, 2), options.browser).catch((error: unknown) => {
    if (!request.parityIfPossible || !(error instanceof InfrastructureError)) throw error;
    printAside(`SKIPPED: browser and in-process desk were not compared. ${error.message}`);
    return null;
  });
  if (!browser) return null;
  try {
    const most = arms.length * sessions.length;
    const progress = createProgress(labelled('the same in a browser', world), most);
    const playOn = (desks: Desks, onTrace: (trace: Trace) => void) =>
      play({ ...bench, desks }, arms, sessions, { order: 'cell', onTrace });
    const check = await checkParity(playOn, tools.inProcess, browser);
    progress.update(most);
    progress.finish(resultOf(check));
    return check;
  } finally {
    await browser.close();
  }
}

const resultOf = ({ equal, difference }: ParityCheck) => (equal ? 'traces equal' : `TRACES DIFFER at ${difference}`);

/** Plays all that was worked in a browser on the in-process desk too, which takes little beside it. */
async function comparePlayed({ tools, loop, bench, cells }: LoopPlay, traces: readonly Trace[]): Promise<ParityCheck> {
  const { evaluation } = loop.parts;
  const progress = createProgress(labelled('the same in process', loop.world), traces.length);
  const playAgain = (onTrace: (trace: Trace) => void) => play(bench, cells, evaluation, { order: 'cell', onTrace });
  const check = await compareWithPlayed(playAgain, tools.inProcess.driver, (_, at) => {
    progress.update(at + 1);
    return traces[at];
  });
  progress.finish(resultOf(check));
  return check;
}
