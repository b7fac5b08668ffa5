import { type CellAccumulator, createCellAccumulator } from '../../../reports/results/cell-accumulator.ts';
import { createOperator } from '../../../simulators/operators/answering/create-operator.ts';
import type { OperatorTimes } from '../../../simulators/operators/answering/operator-times.ts';
import type { Catalog } from '../../contract/catalog.ts';
import type { Metric } from '../../contract/metric.ts';
import type { NoiseSettings, Operator, WorkContext } from '../../contract/operator.ts';
import type { Policy } from '../../contract/policy.ts';
import type { Cell, Scenario } from '../../contract/scenario.ts';
import type { Session } from '../../contract/session.ts';
import type { Trace } from '../../contract/trace.ts';
import type { World } from '../../contract/world.ts';
import type { Parts } from '../../deployment/split-sessions.ts';
import {
  askOperators,
  type CopilotAnswers,
  type Deployment,
  type LearnInput,
  learnGate,
} from '../../deployment/teach-gate.ts';
import { runEpisodes } from '../../engine/batch.ts';
import { uncachedCritic } from '../../engine/memo-critic.ts';
import { uncachedPolicy } from '../../engine/memo-policy.ts';
import type { CellRoles } from '../../engine/roles.ts';
import { type Desks, inProcessDesks } from '../desks/desks.ts';
import { compareWithPlayed, type ParitySample } from '../desks/parity.ts';
import { type AuditedRates, createAudit } from '../noise/audited-rates.ts';
import { type Crashes, phaseCrashes } from '../report/crashes.ts';

/** What closed-loop cells are played with, whatever their noise. */
export interface ClosedBench {
  readonly catalog: Catalog;
  readonly desks: Desks;
  readonly world: World;
  readonly parts: Omit<Parts, 'train'>;
  readonly policy: Policy;
  /** What the chatbot arm runs. */
  readonly chatbot: Policy;
  /** Confidence below which it hands over, in [0, 1], where a cell does not say. Absent: as `Cell` has it. */
  readonly handsOverBelow?: number;
  readonly times: OperatorTimes;
  /** The operator's day at each session. Absent: nothing is known of it. */
  readonly workOf?: (session: Session) => WorkContext;
  readonly seed: string;
  /** Names the operators' team. Absent: the seed. */
  readonly population?: string;
  readonly providers: readonly string[];
  /** Where operators give feedback. Absent: in-process, whatever plays the cells. */
  readonly feedbackDesks?: Pick<Desks, 'openEnvironment'>;
  /** Sessions of each cell that are played in-process too, to compare traces. Absent: none. */
  readonly parity?: ParitySample;
  /** Told of every phase before play in which the desk failed for good. */
  readonly onCrashes?: (crashes: readonly Crashes[]) => void;
}

/** How critic and gate are made at one noise point. */
export type Teaching = Pick<LearnInput, 'calibrator' | 'ratesOf' | 'critic' | 'gate' | 'gateOptions'>;

/** What operators answered, and how often they were wrong. */
export interface AskedOperators {
  readonly answers: CopilotAnswers;
  readonly rates: AuditedRates;
}

/** A cell and who decides in it. */
export interface PlayedCell {
  readonly cell: Cell;
  readonly deployment: Deployment | null;
}

/** Lets operators of this noise, or the given ones, work the feedback and calibration sessions with suggestions. */
export async function askClosed(
  bench: ClosedBench,
  noise: NoiseSettings,
  reviewer?: Operator,
): Promise<AskedOperators> {
  const { catalog, world, parts, policy, times, workOf, seed, population = seed } = bench;
  const { openEnvironment } = bench.feedbackDesks ?? inProcessDesks(catalog);
  const audit = createAudit();
  const answers = await askOperators({
    parts,
    policy,
    operator: reviewer ?? createOperator({ noise, times, population }),
    noise,
    seed,
    desk: { catalog, openEnvironment, world, ...(workOf && { workOf }) },
    onFeedbackTrace: audit.take,
  });
  bench.onCrashes?.([
    ...phaseCrashes('feedback', seed, answers.feedback),
    ...phaseCrashes('calibration', seed, answers.calibration),
  ]);
  return { answers, rates: audit.rates() };
}

/** Critic and gate from what operators answered. */
export function learnClosed(
  { policy, seed, providers }: ClosedBench,
  noise: NoiseSettings,
  teaching: Teaching,
  { answers }: AskedOperators,
): Promise<Deployment> {
  return learnGate(answers, { ...teaching, policy, noise, seed, fit: { seed, providers } });
}

/** Critic and gate from closed-loop copilot sessions under this noise. */
export async function teachClosed(bench: ClosedBench, noise: NoiseSettings, teaching: Teaching): Promise<Deployment> {
  return learnClosed(bench, noise, teaching, await askClosed(bench, noise));
}

/** A single pass over more sessions meets no screen again that would still be remembered. */
const FEW_SESSIONS = 5000;

/** Plays the sessions in every cell. Returns what they add up to, by cell id. */
export async function playCells(
  bench: ClosedBench,
  played: readonly PlayedCell[],
  sessions: readonly Session[],
  metrics: readonly Metric[],
  onTrace?: (trace: Trace) => void,
): Promise<ReadonlyMap<string, CellAccumulator>> {
  const accumulators = new Map(played.map(({ cell }) => [cell.id, createCellAccumulator(metrics)]));
  const once = played.length === 1 && sessions.length > FEW_SESSIONS;
  const roles = new Map(played.map((one) => [one.cell.id, once ? uncached(rolesOf(bench, one)) : rolesOf(bench, one)]));
  const compared = [...scenariosOf(played, sessions.slice(0, bench.parity?.sessions ?? 0), bench)];
  const first: Trace[] = [];
  const playing = {
    catalog: bench.catalog,
    world: bench.world,
    rolesOf: ({ id }: Cell) => {
      const found = roles.get(id);
      if (!found) throw new Error(`Cell "${id}" is not one of those that are played.`);
      return found;
    },
  };
  await runEpisodes(scenariosOf(played, sessions, bench), {
    ...playing,
    openEnvironment: bench.desks.openEnvironment,
    ...(bench.desks.concurrency === undefined ? {} : { concurrency: bench.desks.concurrency }),
    onEpisode: (trace) => {
      if (first.length < compared.length) first.push(trace);
      accumulators.get(trace.cell)?.add(trace);
      onTrace?.(trace);
    },
  });
  await compareInProcess(bench, compared, playing, (at) => first[at]);
  return accumulators;
}

/** Plays a sample of what was played in-process too, and keeps what came of it. Nothing where nothing is to be compared. */
export async function compareInProcess(
  { catalog, parity }: Pick<ClosedBench, 'catalog' | 'parity'>,
  scenarios: readonly Scenario[],
  playing: Parameters<typeof compareWithPlayed>[1],
  playedAt: (at: number) => Trace | undefined,
): Promise<void> {
  if (!parity || scenarios.length === 0) return;
  parity.checks.push(await compareWithPlayed(scenarios, playing, inProcessDesks(catalog), playedAt));
}

/** Who decides in a cell. */
export function rolesOf(bench: ClosedBench, { cell, deployment }: PlayedCell): CellRoles {
  const { policy, chatbot, times, seed, population = seed } = bench;
  return {
    policy: cell.arm === 'chatbot' ? chatbot : policy,
    operator: createOperator({ noise: cell.noise, times, population }),
    critic: deployment?.critic ?? null,
    gate: deployment?.gate ?? null,
  };
}

function uncached(roles: CellRoles): CellRoles {
  const { policy, critic } = roles;
  return { ...roles, policy: policy && uncachedPolicy(policy), critic: critic && uncachedCritic(critic) };
}

/** Session by session, each in all cells: as long as they meet the same screens, the policy is asked once, in the same call. */
function* scenariosOf(
  played: readonly PlayedCell[],
  sessions: readonly Session[],
  { seed, workOf, handsOverBelow }: ClosedBench,
): Generator<Scenario, void, undefined> {
  const own = handsOverBelow === undefined ? {} : { handsOverBelow };
  const cells = played.map(({ cell }): Cell => (cell.arm === 'chatbot' ? { ...own, ...cell } : cell));
  for (const session of sessions) {
    const work = workOf && { work: workOf(session) };
    for (const cell of cells) yield { cell, session, seed, ...work };
  }
}
