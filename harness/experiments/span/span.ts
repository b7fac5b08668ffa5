import { countOf } from '../../../reports/present/format-value.ts';
import { fitAnswers } from '../../../simulators/pool/answer-times.ts';
import { fanOut } from '../../../simulators/pool/find-span.ts';
import { inPopulations, type OpenPopulation, planPopulations } from '../../bench/closed-loop/in-populations.ts';
import { goalsGiven } from '../../bench/data/goals-given.ts';
import type { Outcome, RunContext } from '../../bench/experiment.ts';
import { findRecipes } from '../../bench/models/recipes.ts';
import { promiseNote } from '../../bench/noise/describe-gate.ts';
import { inEach, type RunPlan } from '../../bench/plan/run-plan.ts';
import { checkErlang } from '../../bench/pool/erlang-check.ts';
import { capacityPerHour, type Limit, type PoolPlan, playLoad, spanOf } from '../../bench/pool/play-pool.ts';
import { type ArmLibrary, QUEUE_LEVELS } from '../../bench/pool/play-queues.ts';
import { crashesAt } from '../../bench/report/crashes.ts';
import { DEFAULT_SHARES, type Shares } from '../../deployment/split-sessions.ts';
import { createProgress } from '../../runner/progress.ts';
import { STALE } from './assumed-times.ts';
import type { SpanOptions } from './options.ts';
import { loadsOver, spansOver } from './over-populations.ts';
import { ARMS_PLAYED, playArms } from './play-arms.ts';
import { erlangTable, type LoadRow, loadTable, type SpanRow, spanPlots, spanTable } from './span-tables.ts';
import { spanFindings, spanNotes } from './span-words.ts';

/** Sessions that are generated where no logs are named, for all populations together, and the least for each. */
const GENERATED = { all: 3500, least: 1200 } as const;
const GENERATED_SHARES: Shares = { train: 0.2, feedback: 0.25, calibration: 0.45, evaluation: 0.1 };
/** Populations where none are asked for: as many as take no longer than one did with all generated sessions. */
const POPULATIONS = 3;
/** Loads of the curves, as shares of what operators could work without ever turning. */
const LOADS = [0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 1];

/** How many sessions one operator can supervise, and what that does to waiting, active time and errors. */
export async function span(options: SpanOptions, context: Pick<RunContext, 'record'>): Promise<Outcome> {
  const { gate } = await findRecipes(options);
  const plan = planOf(options);
  const { played, digest, run } = await inPopulations(options, context, populationsFor(options), (own) =>
    playPopulation(own, plan),
  );
  const [first] = played;
  const spans = spansOver(played.map((one) => one.spans));
  const each = played.map((one) => one.loads);
  const loads = loadsOver(each);
  const runs = options.replications * played.length;
  const checks = checkErlang(options.operators, runs, options.seed);
  const gates = played.map((one) => one.gate);
  return {
    ...run,
    crashes: played.flatMap(({ crashes }, at) => crashesAt(`population ${at + 1}`, crashes)),
    findings: spanFindings(spans, each, checks, plan),
    notes: [
      ...spanNotes(options, gates, first.answers, first.refused),
      goalsGiven(run.loaded.dataset.sessions),
      promiseNote(gate),
      digest.words(options.driver),
    ],
    tables: [spanTable(spans, plan, played.length), loadTable(loads, played.length), erlangTable(checks, runs)],
    plots: spanPlots(loads),
  };
}

const populationsFor = ({ logs }: SpanOptions) => ({
  usual: POPULATIONS,
  generated: (populations: number) => Math.max(GENERATED.least, Math.ceil(GENERATED.all / populations)),
  shares: logs === undefined ? GENERATED_SHARES : DEFAULT_SHARES,
});

/** What it would play. */
export async function planSpan(options: SpanOptions): Promise<RunPlan> {
  await findRecipes(options);
  const { levels, replications } = planOf(options);
  const found = await planPopulations(options, populationsFor(options), ({ evaluation }) => {
    const sessions = Math.min(options.sessions, evaluation.length);
    return { sessions, episodes: sessions * ARMS_PLAYED.length * levels.length };
  });
  const count = found.parts.length;
  return {
    ...found,
    points: levels.map((level) => ({ loop: 'closed', point: `${level} cases wait`, arms: ARMS_PLAYED })),
    models: [`Policy ${options.policy}, critic ${options.critic} and gate ${options.gate} in ${inEach(count)}.`],
    notes: [
      `Then sessions meet in pools, ${countOf(replications, 'time')} at each load: that trains and plays nothing.`,
    ],
    trainings: { policies: count, gates: count },
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

/** Plays the arms of one population, and lets their sessions meet in pools. */
async function playPopulation(population: OpenPopulation<SpanOptions>, common: PoolPlan) {
  const { open, loaded, options } = population;
  const { seed, held } = options;
  const answers = fitAnswers(open.parts.train);
  const plan = { ...common, seed };
  const { libraries, gate, crashes } = await playArms(population, plan.levels, answers);
  const middle = held[Math.floor(held.length / 2)] ?? 1;
  return {
    answers,
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
    /** Of the evaluation, those that were played. */
    sessions: libraries[0]?.sessions.length ?? 0,
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
