import { datasetHash } from '../../../fixtures/format/dataset-hash.ts';
import { classification } from '../../../reports/metrics/classification.ts';
import { countOf } from '../../../reports/present/format-value.ts';
import { type CellAccumulator, createCellAccumulator } from '../../../reports/results/cell-accumulator.ts';
import { createRepeatTally } from '../../../reports/results/repeat-tally.ts';
import type { Metric } from '../../contract/metric.ts';
import type { Trace } from '../../contract/trace.ts';
import type { Parts } from '../../deployment/split-sessions.ts';
import type { Deployment } from '../../deployment/train-critic-and-gate.ts';
import { printAside } from '../../runner/output.ts';
import { sumOf } from '../../shared/numbers.ts';
import type { LabelledPredictions } from '../data/classify.ts';
import { emptyLines } from '../data/empty-lines.ts';
import type { Outcome } from '../experiment.ts';
import { discover } from '../models/discover.ts';
import type { Recipes, StagedOptions } from '../models/recipes.ts';
import { promiseNote } from '../noise/describe-gate.ts';
import type { LabelledCell } from '../noise/noise-grid.ts';
import { noiseRatesDoubt } from '../noise/noise-rates-doubt.ts';
import { crashesAt, crashesOf } from '../report/crashes.ts';
import type { RunRecord } from '../run-record.ts';
import { buildResults } from './build-results.ts';
import type { CellInput } from './cells.ts';
import { describeAnswer } from './closed-findings.ts';
import { levelAnswers } from './level-answers.ts';
import { reliabilityFindings, reliabilityTables } from './reliability.ts';
import { modelsWords, splitWords, stagedFigures } from './staged-figures.ts';
import type { ClosedRequest, LoopOutcome, StagedRequest } from './staged-loop.ts';
import { runStaged, type StagedOutcome } from './staged-run.ts';

export interface StagedExperiment extends Omit<StagedRequest, 'onTrace' | 'onLoop' | 'closed' | 'recorded'> {
  readonly record: RunRecord;
  /** The policy's predictions under a published rule, where the split follows one. */
  readonly predictions: (LabelledPredictions & { readonly rule: string }) | null;
  /** What is played in closed loop too. Null: nothing. */
  readonly closed: ClosedExperiment | null;
  readonly notes: readonly string[];
  /** Other populations, in which the same cells are played. */
  readonly others: readonly StagedPopulation[];
}

/** A population of an experiment: what it has of its own. */
export interface StagedPopulation extends Pick<StagedRequest, 'loaded' | 'split'> {
  readonly seed: string;
  readonly closed: ClosedExperiment | null;
}

/** The closed loop of an experiment, and what its readers must know. */
export interface ClosedExperiment extends ClosedRequest {
  /** Sessions without a goal that can be known, by cause. */
  readonly refused: readonly { readonly cause: string; readonly count: number }[];
  readonly notes: readonly string[];
}

/** What was played in one population. */
type Played = Awaited<ReturnType<typeof play>>;

/** Plays a staged experiment in all of its populations, and says what it found. */
export async function playStaged(experiment: StagedExperiment): Promise<Outcome> {
  const metrics = await discover<Metric>('reports/metrics', 'metric');
  const { loaded, split, recipes, options, predictions, closed } = experiment;
  const first = await play(experiment, metrics, (loop, cells) => {
    printAside(`First result, ${loop}${ofHowMany(experiment)}: ${firstAnswer(metrics, cells)}`);
  });
  const { outcome } = first;
  const others: Played[] = [];
  for (const population of experiment.others) {
    const own = await play(ofPopulation(experiment, population), metrics);
    others.push({ ...own, crashes: crashesAt(`population ${population.seed}`, own.crashes) });
  }
  const closedLoop = closed &&
    outcome.closed && {
      split: sizes(closed.parts),
      refused: [...closed.refused],
      cells: first.closed,
      twins: outcome.closed.twins,
    };
  const measured = buildResults({
    metrics,
    cells: first.open,
    closedLoop,
    populations: [first, ...others].map((one) => ({
      seed: one.seed,
      datasetHash: one.datasetHash,
      cells: [...one.open, ...one.closed],
    })),
    classification: predictions && classification(predictions.rule, predictions.labels, predictions.predictions),
    dataset: { importNotes: [...loaded.notes] },
  });
  const { repeats = 1 } = experiment;
  const repeated = [first, ...others].flatMap((one) => one.repeated);
  const figures = stagedFigures(measured);
  const checks = loopsOf(outcome).flatMap(({ parity }) => parity ?? []);
  return {
    loaded,
    split: splitWords({ split: sizes(split.parts), closedLoop }),
    ...figures,
    ...(repeats > 1 && {
      findings: [...reliabilityFindings(repeated, repeats), ...figures.findings],
      tables: [...figures.tables, ...reliabilityTables(repeated, repeats)],
    }),
    crashes: [first, ...others].flatMap(({ crashes }) => crashes),
    parity: checks.length > 0 ? { sessions: experiment.paritySessions, checks } : undefined,
    timedBy: split.parts.train,
    notes: [
      ...experiment.notes,
      ...noiseNotes(options),
      promiseNote(recipes.gate),
      ...(closed?.notes ?? []),
      modelsWords(
        { policy: recipes.policy.name, critic: criticName(recipes), gate: gateName(experiment) },
        outcome.providers,
      ),
      ...faultNotes([first, ...others]),
      ...emptyLines(split.parts.evaluation, 'evaluation sessions'),
    ],
  };
}

const loopsOf = ({ open, closed }: StagedOutcome): LoopOutcome[] => [open, ...(closed ? [closed] : [])];

const ofHowMany = ({ others }: StagedExperiment) =>
  others.length === 0 ? '' : `, population 1 of ${others.length + 1}`;

/** What one loop of one population comes to at the first noise level, in words: the wait for all of them is long. */
function firstAnswer(metrics: readonly Metric[], cells: readonly CellInput[]): string {
  const measured = buildResults({
    metrics,
    cells,
    closedLoop: null,
    populations: [],
    classification: null,
    dataset: { importNotes: [] },
  });
  return describeAnswer(levelAnswers({}, measured))[0] ?? 'nothing was measured.';
}

async function play(
  experiment: StagedExperiment,
  metrics: readonly Metric[],
  onLoop: (loop: string, cells: readonly CellInput[]) => void = () => undefined,
) {
  const { cells, closed, options, loaded, record, repeats = 1 } = experiment;
  const recorded = record.part(`population ${options.seed}`);
  const all = [...cells, ...(closed?.cells ?? [])];
  const accumulators = new Map(all.map(({ cell }) => [cell.id, createCellAccumulator(metrics)]));
  const tallies = new Map(all.map(({ cell }) => [cell.id, createRepeatTally()]));
  const onTrace = (trace: Trace, repeat: number) => {
    accumulators.get(trace.cell)?.add(trace, repeat);
    if (repeats > 1) tallies.get(trace.cell)?.add(trace);
  };
  const inputs = (own: readonly LabelledCell[], loop: LoopOutcome) => cellInputs(experiment, own, loop, accumulators);
  const outcome = await runStaged({
    ...experiment,
    recorded,
    onTrace,
    onLoop: (loop, own, played) => onLoop(loop, inputs(own, played)),
  });
  return {
    seed: options.seed,
    datasetHash: datasetHash(loaded.dataset),
    outcome,
    open: inputs(cells, outcome.open),
    closed: closed && outcome.closed ? inputs(closed.cells, outcome.closed) : [],
    repeated: all
      .filter(({ cell }) => repeats > 1 && cell.arm !== 'human-only')
      .map(({ cell }) => ({ population: options.seed, cell: cell.id, sessions: tallies.get(cell.id)!.sessions() })),
    crashes: [
      ...loopsOf(outcome).flatMap(({ crashes }) => crashes),
      ...[...accumulators].flatMap(([id, sums]) => crashesOf(id, sums, metrics)),
    ],
  };
}

/** The experiment in another population. Twins and parity are the first's. */
function ofPopulation(
  experiment: StagedExperiment,
  { seed, loaded, split, closed }: StagedPopulation,
): StagedExperiment {
  return {
    ...experiment,
    loaded,
    split,
    closed: closed && { ...closed, twinSessions: 0 },
    paritySessions: 0,
    options: { ...experiment.options, seed },
    others: [],
  };
}

function cellInputs(
  { driver, options }: StagedExperiment,
  cells: readonly LabelledCell[],
  { deployments }: LoopOutcome,
  accumulators: ReadonlyMap<string, CellAccumulator>,
): CellInput[] {
  return cells.flatMap(({ cell, noise }) => {
    const accumulator = accumulators.get(cell.id);
    if (!accumulator) return [];
    const { id, arm, loop } = cell;
    const gate = gateOf(deployments.get(id) ?? null, options.target);
    return [{ id, arm, loop, noise, driver, gate, accumulator }];
  });
}

const sizes = (parts: Readonly<Partial<Parts>>) =>
  Object.fromEntries(Object.entries(parts).map(([name, sessions]) => [name, sessions.length]));

function criticName({ critic, calibrator }: Recipes): string {
  return calibrator ? `${critic.name} + ${calibrator.name}` : critic.name;
}

function gateName({ recipes, options }: StagedExperiment): string {
  return options.gateSlices === 'global' ? recipes.gate.name : `${recipes.gate.name} by ${options.gateSlices}`;
}

function noiseNotes({ noiseRates }: StagedOptions): string[] {
  if (noiseRates === 'none') return [];
  return [
    [
      `Critic and gate were told the operators' noise (${noiseRates}):`,
      'the target is then for suggestions that are right, not for accepted ones.',
    ].join(' '),
    ...noiseRatesDoubt(noiseRates),
  ];
}

/** How often the desk failed and was begun again; nothing where it never did. */
function faultNotes(played: readonly Played[]): string[] {
  const retried = sumOf(
    played.flatMap(({ open, closed }) => [...open, ...closed]),
    ({ accumulator }) => accumulator.faults().retried,
  );
  return retried === 0 ? [] : [`Infrastructure: ${countOf(retried, 'episode')} begun again after a fault of the desk.`];
}

function gateOf(deployment: Deployment | null, targetPrecision: number) {
  if (!deployment) return null;
  const { name, threshold, reason } = deployment.gate;
  return { name, threshold, reason, targetPrecision };
}
