import { join } from 'node:path';
import { classification } from '../../../reports/metrics/classification.ts';
import { renderTerminal } from '../../../reports/render/terminal/render-terminal.ts';
import { buildResults, type ResultsInput } from '../../../reports/results/build-results.ts';
import { type CellAccumulator, createCellAccumulator } from '../../../reports/results/cell-accumulator.ts';
import type { CellInput } from '../../../reports/results/cell-input.ts';
import type { PopulationInput } from '../../../reports/results/describe-population.ts';
import type { Results } from '../../../reports/results/schema.ts';
import { writeRun } from '../../../reports/write-run.ts';
import type { Metric } from '../../contract/metric.ts';
import type { Parts } from '../../deployment/split-sessions.ts';
import type { Deployment } from '../../deployment/train-critic-and-gate.ts';
import { EXIT, type ExitCode } from '../../runner/exit-code.ts';
import { outputLook, printPainted } from '../../runner/output.ts';
import { exitCodeOf } from '../../runner/run-scenarios.ts';
import type { LabelledPredictions } from '../data/classify.ts';
import { emptyLines } from '../data/empty-lines.ts';
import { timeNotes, timeWarnings } from '../data/time-notes.ts';
import { desksPart } from '../desks/parity.ts';
import { discover } from '../models/discover.ts';
import type { Recipes, StagedOptions } from '../models/recipes.ts';
import { promiseNote } from '../noise/describe-gate.ts';
import type { LabelledCell } from '../noise/noise-grid.ts';
import { noiseRatesDoubt } from '../noise/noise-rates-doubt.ts';
import { phaseWords } from '../report/crashes.ts';
import { displayPath, refuseUnsound } from '../report/report-figures.ts';
import { shellWord } from '../report/shell-word.ts';
import type { LoopOutcome } from './staged-loop.ts';
import type { ClosedRequest, StagedRequest } from './staged-request.ts';
import { CLOSED_TRACES, runStaged, type StagedOutcome } from './staged-run.ts';

export interface StagedExperiment extends Omit<StagedRequest, 'onTrace' | 'closed'> {
  /** One sentence on what the run asks. */
  readonly question: string;
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

type Accumulators = ReadonlyMap<string, CellAccumulator>;

/** What a run leaves behind, what people open first. */
const FILES = ['report.html', 'results.json', 'results.csv', 'traces.jsonl', 'run.json'];

/** Runs a staged experiment, writes its folder, prints what it found, and says how the process should end. */
export async function reportStaged(experiment: StagedExperiment): Promise<ExitCode> {
  const metrics = await discover<Metric>('reports/metrics', 'metric');
  const { closed } = experiment;
  const { outcome, accumulators } = await play(experiment, metrics);
  const others: PopulationInput[] = [];
  const faults: StagedOutcome[] = [outcome];
  for (const population of experiment.others) {
    const own = ofPopulation(experiment, population, outcome.folder.path);
    const played = await play(own, metrics);
    faults.push(played.outcome);
    others.push({
      seed: population.seed,
      datasetHash: played.outcome.info.datasetHash,
      cells: [
        ...cellInputs(own, own.cells, played.outcome.open, played.accumulators),
        ...(own.closed && played.outcome.closed
          ? cellInputs(own, own.closed.cells, played.outcome.closed, played.accumulators)
          : []),
      ],
    });
  }
  const loops = faults.flatMap(({ open, closed: more }) => [open, ...(more ? [more] : [])]);
  const before = loops.flatMap(({ crashes }) => crashes);
  const results = collect(experiment, outcome, metrics, accumulators, { others, before: phaseWords(before) });
  await writeRun(outcome.folder.path, results, outcome.info);
  const files = [...FILES, ...(closed ? [CLOSED_TRACES] : [])].map((name) =>
    displayPath(join(outcome.folder.path, name)),
  );
  printPainted(`\n${renderTerminal(results, { ...outputLook(), files })}`);
  refuseUnsound(results);
  if (loops.some(({ parity }) => parity && !parity.equal)) return EXIT.regression;
  if (before.length > 0) return EXIT.incomplete;
  return loops.map(({ summary }) => exitCodeOf(summary)).find((code) => code !== EXIT.good) ?? EXIT.good;
}

async function play(experiment: StagedExperiment, metrics: readonly Metric[]) {
  const cells = [...experiment.cells, ...(experiment.closed?.cells ?? [])];
  const accumulators: Accumulators = new Map(cells.map(({ cell }) => [cell.id, createCellAccumulator(metrics)]));
  const outcome = await runStaged({
    ...experiment,
    onTrace: (trace) => accumulators.get(trace.cell)?.add(trace),
  });
  return { outcome, accumulators };
}

/** The experiment in another population, with a run folder of its own below the first one's. Twins and parity are the first's. */
function ofPopulation(
  experiment: StagedExperiment,
  { seed, loaded, split, closed }: StagedPopulation,
  folder: string,
): StagedExperiment {
  return {
    ...experiment,
    loaded,
    split,
    closed: closed && { ...closed, twinSessions: 0 },
    paritySessions: 0,
    options: { ...experiment.options, seed, out: join(folder, 'populations', seed) },
    others: [],
  };
}

function collect(
  experiment: StagedExperiment,
  outcome: StagedOutcome,
  metrics: readonly Metric[],
  accumulators: Accumulators,
  rest: Pick<ResultsInput, 'others' | 'before'>,
): Results {
  const { cells, options, loaded, split, recipes, predictions, closed } = experiment;
  const { info, open } = outcome;
  return buildResults({
    experiment: experiment.experiment,
    question: experiment.question,
    metrics,
    ...rest,
    cells: cellInputs(experiment, cells, open, accumulators),
    closedLoop: closed &&
      outcome.closed && {
        split: sizes(closed.parts),
        refused: [...closed.refused],
        parity: parityOf(outcome.closed),
        cells: cellInputs(experiment, closed.cells, outcome.closed, accumulators),
        twins: outcome.closed.twins,
      },
    run: {
      command: ['pnpm bench', ...process.argv.slice(2).map(shellWord)].join(' '),
      seed: info.seed,
      startedAt: info.startedAt,
      durationMs: outcome.durationMs,
      deskbench: info.versions.deskbench ?? 'unknown',
      node: info.versions.node ?? 'unknown',
      platform: `${info.machine.platform}-${info.machine.arch}, ${info.machine.cores} cores`,
      git: info.git,
      providers: outcome.providers,
      dependencies: Object.fromEntries(
        Object.entries(info.versions).filter(([name]) => name !== 'deskbench' && name !== 'node'),
      ),
    },
    dataset: {
      name: loaded.dataset.catalog.name,
      source: loaded.source,
      hash: info.datasetHash,
      sessions: loaded.dataset.sessions.length,
      steps: loaded.dataset.sessions.reduce((sum, session) => sum + session.steps.length, 0),
      procedures: loaded.dataset.catalog.procedures.length,
      importNotes: [...loaded.notes],
    },
    split: sizes(split.parts),
    models: { policy: recipes.policy.name, critic: criticName(recipes), gate: gateName(experiment) },
    classification: predictions && classification(predictions.rule, predictions.labels, predictions.predictions),
    parity: parityOf(open),
    notes: [
      ...experiment.notes,
      ...[outcome.open, ...(outcome.closed ? [outcome.closed] : [])].flatMap(({ parity }) =>
        parity?.difference ? [desksPart(parity.difference)] : [],
      ),
      ...noiseNotes(options),
      promiseNote(recipes.gate),
      ...(closed?.notes ?? []),
      ...timeNotes(split.parts.train),
      ...emptyLines(split.parts.evaluation, 'evaluation sessions'),
    ],
    warnings: timeWarnings(split.parts.train),
  });
}

function cellInputs(
  { driver, options }: StagedExperiment,
  cells: readonly LabelledCell[],
  { deployments }: LoopOutcome,
  accumulators: Accumulators,
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

const parityOf = ({ parity }: LoopOutcome) =>
  parity && { sessions: parity.sessions, steps: parity.steps, equal: parity.equal };

function criticName({ critic, calibrator }: Recipes): string {
  return calibrator ? `${critic.name} + ${calibrator.name}` : critic.name;
}

function gateName({ recipes, options }: StagedExperiment): string {
  return options.gateSlices === 'global' ? recipes.gate.name : `${recipes.gate.name} by ${options.gateSlices}`;
}

function noiseNotes({ noiseRates }: StagedOptions): string[] {
  if (noiseRates === 'none') return [];
  return [
    `Critic and gate were told the operators' noise (${noiseRates}): the target is then for suggestions that are right, not for accepted ones.`,
    ...noiseRatesDoubt(noiseRates),
  ];
}

function gateOf(deployment: Deployment | null, targetPrecision: number) {
  if (!deployment) return null;
  const { name, threshold, reason } = deployment.gate;
  return { name, threshold, reason, targetPrecision };
}
