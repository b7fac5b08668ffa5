import { fitAnswers } from '../../../simulators/pool/answer-times.ts';
import { fanOut } from '../../../simulators/pool/find-span.ts';
import { closedDataset, openClosedBench } from '../../bench/closed-loop/open-closed-bench.ts';
import { goalsGiven } from '../../bench/data/goals-given.ts';
import type { LoadedDataset } from '../../bench/data/load-dataset.ts';
import { populationsOf } from '../../bench/data/populations.ts';
import { splitInWords } from '../../bench/data/splits.ts';
import { type ParitySample, paritySample } from '../../bench/desks/parity.ts';
import { createTraceDigest, type TraceDigest } from '../../bench/desks/trace-digest.ts';
import type { Outcome, RunContext } from '../../bench/experiment.ts';
import { findRecipes } from '../../bench/models/recipes.ts';
import { promiseNote } from '../../bench/noise/describe-gate.ts';
import { checkErlang } from '../../bench/pool/erlang-check.ts';
import { capacityPerHour, type Limit, type PoolPlan, playLoad, spanOf } from '../../bench/pool/play-pool.ts';
import { type ArmLibrary, QUEUE_LEVELS } from '../../bench/pool/play-queues.ts';
import { crashesAt } from '../../bench/report/crashes.ts';
import type { RunPart } from '../../bench/run-record.ts';
import { CALM_WORLD } from '../../contract/world.ts';
import { DEFAULT_SHARES, type Shares } from '../../deployment/split-sessions.ts';
import { createProgress } from '../../runner/progress.ts';
import { STALE } from './assumed-times.ts';
import type { SpanOptions } from './options.ts';
import { loadsOver, spansOver } from './over-populations.ts';
import { type PlayedArms, playArms } from './play-arms.ts';
import { erlangTable, type LoadRow, loadTable, type SpanRow, spanPlots, spanTable } from './span-tables.ts';
import { spanFindings, spanNotes } from './span-words.ts';

/** Sessions that are generated where no logs are named, for all populations together, and the least for each. */
const GENERATED = { all: 3500, least: 1200 } as const;
const GENERATED_SHARES: Shares = { train: 0.2, feedback: 0.25, calibration: 0.45, evaluation: 0.1 };
/** Populations where none are asked for: as many as take no longer than one did with all generated sessions. */
const POPULATIONS = 3;
/** Loads of the curves, as shares of what operators could work without ever turning. */
const LOADS = [0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 1];

/** What one population came to. */
type PlayedPopulation = Awaited<ReturnType<typeof playPopulation>>;

/** How many sessions one operator can supervise, and what that does to waiting, active time and errors. */
export async function span(options: SpanOptions, { record }: Pick<RunContext, 'record'>): Promise<Outcome> {
  const { gate } = await findRecipes(options);
  const { seed, logs } = options;
  const populations = populationsOf(seed, options.populations ?? (logs === undefined ? POPULATIONS : 1));
  const digest = createTraceDigest();
  const parity = paritySample(options.driver, options.browserSessions);
  const plan = planOf(options);
  const played: PlayedPopulation[] = [];
  const generated = Math.max(GENERATED.least, Math.ceil(GENERATED.all / populations.length));
  for (const population of populations) {
    const loaded = await closedDataset(logs, generated, population.seed);
    const watch = { digest, parity, recorded: record(loaded).part(`population ${population.seed}`) };
    played.push(await playPopulation({ ...options, seed: population.seed }, loaded, plan, watch));
  }
  const [first] = played;
  if (!first) throw new Error('No population was played.');
  const spans = spansOver(played.map((one) => one.spans));
  const loads = loadsOver(played.map((one) => one.loads));
  const runs = options.replications * played.length;
  const checks = checkErlang(options.operators, runs, seed);
  return {
    loaded: first.loaded,
    parity,
    timedBy: logs === undefined ? undefined : first.timedBy,
    crashes: played.flatMap(({ crashes }, at) => crashesAt(`population ${at + 1}`, crashes)),
    split: [...new Set(played.map(({ split }) => split))].join('; '),
    findings: spanFindings(
      spans,
      played.map((one) => one.loads),
      checks,
      plan,
    ),
    notes: [
      ...spanNotes(
        options,
        played.map(({ gate }) => gate),
        first.answers,
        first.refused,
      ),
      goalsGiven(first.loaded.dataset.sessions),
      promiseNote(gate),
      digest.words(options.driver),
    ],
    tables: [spanTable(spans, plan, played.length), loadTable(loads, played.length), erlangTable(checks, runs)],
    plots: spanPlots(loads),
  };
}

function planOf(options: SpanOptions): PoolPlan {
  return {
    operators: options.operators,
    patience: options.patience === null ? null : { kind: 'exponential', meanMs: 1000 * options.patience },
    stale: STALE,
    levels: options.pressure > 0 ? QUEUE_LEVELS : QUEUE_LEVELS.slice(0, 1),
    limitMs: 1000 * options.limit,
    mostAbandoned: options.lost,
    replications: options.replications,
    seed: options.seed,
  };
}

/** What looks on as a population is played, and keeps it. */
interface PopulationWatch {
  readonly digest: TraceDigest;
  readonly parity: ParitySample | undefined;
  readonly recorded: RunPart;
}

/** Plays the arms of one population, named by the seed, and lets their sessions meet in pools. */
async function playPopulation(
  options: SpanOptions,
  loaded: LoadedDataset,
  common: PoolPlan,
  { digest, parity, recorded }: PopulationWatch,
) {
  const { logs, seed, held } = options;
  const open = await openClosedBench({
    options,
    loaded,
    shares: logs === undefined ? GENERATED_SHARES : DEFAULT_SHARES,
    rates: CALM_WORLD,
    parity,
    recorded,
  });
  const answers = fitAnswers(open.parts.train);
  const plan = { ...common, seed };
  let played: PlayedArms;
  try {
    played = await playArms({ open, options, levels: plan.levels, answers, onTrace: digest.take });
  } finally {
    await open.close();
  }
  const { libraries, gate, crashes } = played;
  const middle = held[Math.floor(held.length / 2)] ?? 1;
  return {
    loaded,
    answers,
    /** Logged sessions that operators' times were fitted to. */
    timedBy: open.parts.train,
    gate,
    /** Episodes in which the desk failed for good. */
    crashes,
    spans: searchSpans(libraries, plan, held),
    loads: libraries.flatMap((library) =>
      LOADS.map((load): LoadRow => {
        const { figures, runs } = playLoad(library, plan, middle, load * capacityPerHour(library));
        return { arm: library.arm, held: middle, load, figures, runs };
      }),
    ),
    split: [
      `${splitInWords({ parts: open.parts, rule: null })};`,
      `${libraries[0]?.sessions.length ?? 0} of the evaluation sessions were played`,
    ].join(' '),
    /** Sessions whose goal cannot be known. */
    refused: loaded.dataset.sessions.length - open.closed.sessions.length,
  };
}

function searchSpans(libraries: readonly ArmLibrary[], plan: PoolPlan, held: readonly number[]): SpanRow[] {
  const limits: readonly Limit[] = plan.patience === null ? ['wait'] : ['wait', 'lost'];
  const progress = createProgress('spans by bisection', libraries.length * held.length * limits.length);
  const rows: SpanRow[] = [];
  for (const library of libraries) {
    const calm = library.sessions.flatMap(([first]) => (first ? [first.work] : []));
    for (const limit of limits)
      for (const most of held) {
        const span = spanOf(library, plan, most, limit);
        rows.push({ arm: library.arm, held: most, limit, span, fanOut: fanOut(calm) });
        progress.update(rows.length, `${library.arm}, at most ${most} at once`);
      }
  }
  progress.finish();
  return rows;
}
