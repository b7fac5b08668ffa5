import { type CellAccumulator, createCellAccumulator } from '../../../reports/results/cell-accumulator.ts';
import { createOperator } from '../../../simulators/operators/answering/create-operator.ts';
import type { OperatorTimes } from '../../../simulators/operators/answering/operator-times.ts';
import type { Metric } from '../../contract/metric.ts';
import type { NoiseSettings, Operator } from '../../contract/operator.ts';
import type { Session } from '../../contract/session.ts';
import type { Trace } from '../../contract/trace.ts';
import type { World } from '../../contract/world.ts';
import type { TrainingBench } from '../../deployment/bench.ts';
import { collectFeedback, type Feedback, type PhaseOptions } from '../../deployment/collect-feedback.ts';
import { type PlayedCell, type PlayOptions, play } from '../../deployment/play.ts';
import { type Deployment, type TrainingSettings, trainCriticAndGate } from '../../deployment/train-critic-and-gate.ts';
import { withDeployment } from '../../deployment/with-deployments.ts';
import { type Desks, inProcessDesks } from '../desks/desks.ts';
import { compareWithPlayed, type ParitySample } from '../desks/parity.ts';
import { type AuditedRates, createAudit } from '../noise/audited-rates.ts';
import { type Crashes, feedbackCrashes } from '../report/crashes.ts';

/** What closed-loop cells are played with, whatever their noise. */
export interface ClosedBench extends TrainingBench {
  readonly desks: Desks;
  readonly world: World;
  readonly times: OperatorTimes;
  /** Names the operators' team. */
  readonly population: string;
  /** Sessions of each cell that are played in-process too, to compare traces. Absent: none. */
  readonly parity?: ParitySample | undefined;
  /** Told of every phase before play in which the desk failed for good. */
  readonly onCrashes?: ((crashes: readonly Crashes[]) => void) | undefined;
}

/** The bench with operators who take other times, or of another team. */
export function withOperators<B extends ClosedBench>(
  bench: B,
  own: { readonly times?: Partial<OperatorTimes>; readonly population?: string },
): B {
  const times = { ...bench.times, ...own.times };
  const { population = bench.population } = own;
  return { ...bench, times, population, operatorOf: operatorsWith(times, population) };
}

/** Operators of any noise, who take these times. */
export const operatorsWith = (times: OperatorTimes, population: string) => (noise: NoiseSettings) =>
  createOperator({ noise, times, population });

/** What operators answered, and how often they were wrong. */
export interface AuditedFeedback {
  readonly feedback: Feedback;
  readonly rates: AuditedRates;
}

/**
 * Collects feedback of operators of this noise, or of the given one, and audits what they answered in the feedback phase;
 * what they did there is handed out where somebody asks for it.
 */
export async function collectAudited(
  bench: ClosedBench,
  noise: NoiseSettings,
  operator?: Operator,
  onExamples?: PhaseOptions['onExamples'],
): Promise<AuditedFeedback> {
  const audit = createAudit();
  const feedback = await collectFeedback(bench, noise, operator, { onTrace: audit.take, onExamples });
  bench.onCrashes?.(feedbackCrashes(bench.seed, feedback));
  return { feedback, rates: audit.rates() };
}

/** Critic and gate from copilot sessions under this noise, for as long as `use` takes. */
export async function withTrained<T>(
  bench: ClosedBench,
  noise: NoiseSettings,
  settings: TrainingSettings,
  use: (deployment: Deployment) => Promise<T>,
): Promise<T> {
  const { feedback } = await collectAudited(bench, noise);
  return withDeployment(trainCriticAndGate(bench, feedback, settings), use);
}

/** Plays the sessions in every cell. Returns what they add up to, by cell id. */
export async function playCells(
  bench: ClosedBench,
  cells: readonly PlayedCell[],
  sessions: readonly Session[],
  metrics: readonly Metric[],
  onTrace?: (trace: Trace) => void,
): Promise<ReadonlyMap<string, CellAccumulator>> {
  const sums = new Map(cells.map(({ cell }) => [cell.id, createCellAccumulator(metrics)]));
  await playCompared(bench, cells, sessions, {
    onTrace: (trace) => {
      sums.get(trace.cell)?.add(trace);
      onTrace?.(trace);
    },
  });
  return sums;
}

/** Plays the sessions in every cell, and those of the bench's sample in-process too, where there is one. */
export async function playCompared(
  bench: ClosedBench,
  cells: readonly PlayedCell[],
  sessions: readonly Session[],
  options: PlayOptions,
): Promise<void> {
  const compared = new Set(sessions.slice(0, bench.parity?.sessions ?? 0).map(({ id }) => id));
  const first: Trace[] = [];
  await play(bench, cells, sessions, {
    ...options,
    onTrace: (trace) => {
      if (compared.has(trace.session)) first.push(trace);
      options.onTrace(trace);
    },
  });
  await compareInProcess(bench, cells, sessions, options, (_, at) => first[at]);
}

/** Plays the sample again in-process and keeps what came of it. Nothing where nothing is to be compared. */
export async function compareInProcess(
  bench: ClosedBench,
  cells: readonly PlayedCell[],
  sessions: readonly Session[],
  order: Omit<PlayOptions, 'onTrace' | 'part'>,
  played: (trace: Trace, at: number) => Trace | undefined,
): Promise<void> {
  const { parity, catalog } = bench;
  const few = sessions.slice(0, parity?.sessions ?? 0);
  if (!parity || few.length === 0 || cells.length === 0) return;
  const desks = inProcessDesks(catalog);
  const playAgain = (onTrace: (trace: Trace) => void) =>
    play({ ...bench, desks, player: undefined }, cells, few, { ...order, onTrace });
  parity.checks.push(await compareWithPlayed(playAgain, desks.driver, played));
}
