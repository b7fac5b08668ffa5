import { fanOut } from '../../simulators/pool/fan-out.ts';
import { CALM_WORLD } from '../contract/world.ts';
import { createProgress } from '../runner/progress.ts';
import { DEFAULT_SHARES, type Shares } from '../stages/split-sessions.ts';
import { closedDataset, openClosedBench } from './closed-loop/open-closed-bench.ts';
import { beginFigures, finishFigures } from './report-figures.ts';
import { fitAnswers } from './span/answer-times.ts';
import { checkErlang } from './span/erlang-check.ts';
import { type PlayedArms, playArms } from './span/play-arms.ts';
import { capacityPerHour, type Limit, type PoolPlan, playLoad, spanOf } from './span/play-pool.ts';
import { type ArmLibrary, QUEUE_LEVELS } from './span/play-queues.ts';
import { type SpanOptions, STALE } from './span/span-options.ts';
import { erlangTable, type LoadRow, loadTable, type SpanRow, spanPlots, spanTable } from './span/span-tables.ts';
import { spanFindings, spanNotes } from './span/span-words.ts';
import { splitInWords } from './splits.ts';
import { createTraceDigest } from './trace-digest.ts';

/** Sessions that are generated where no logs are named: as many of each part as the share says, enough to open a gate. */
const GENERATED = 3500;
const GENERATED_SHARES: Shares = { train: 0.2, feedback: 0.25, calibration: 0.45, evaluation: 0.1 };
/** Loads of the curves, as shares of what operators could work without ever turning. */
const LOADS = [0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 1];
/** How many sessions one operator can supervise, and what that does to waiting, active time and errors. */
export async function span(options: SpanOptions): Promise<void> {
  const run = beginFigures('span', options.out);
  const { seed } = options;
  const loaded = await closedDataset(options.logs, GENERATED, seed);
  const open = await openClosedBench({
    options,
    loaded,
    shares: options.logs === undefined ? GENERATED_SHARES : DEFAULT_SHARES,
    rates: CALM_WORLD,
    contexts: options.driver === 'browser' ? options.jobs : null,
  });
  const digest = createTraceDigest();
  const answers = fitAnswers(open.parts.train);
  const levels = options.pressure > 0 ? QUEUE_LEVELS : QUEUE_LEVELS.slice(0, 1);
  let played: PlayedArms;
  try {
    played = await playArms({ open, options, levels, answers, onTrace: digest.take });
  } finally {
    await open.close();
  }
  const { libraries, gate } = played;
  const plan: PoolPlan = {
    operators: options.operators,
    patience: options.patience === null ? null : { kind: 'exponential', meanMs: 1000 * options.patience },
    stale: STALE,
    levels,
    limitMs: 1000 * options.limit,
    mostAbandoned: options.lost,
    replications: options.replications,
    seed,
  };
  const spans = searchSpans(libraries, plan, options.held);
  const middle = options.held[Math.floor(options.held.length / 2)] ?? 1;
  const loads = libraries.flatMap((library) =>
    LOADS.map((load): LoadRow => {
      const { figures, runs } = playLoad(library, plan, middle, load * capacityPerHour(library));
      return { arm: library.arm, held: middle, load, figures, runs };
    }),
  );
  const checks = checkErlang(options.operators, options.replications, seed);
  await finishFigures(run, loaded, seed, {
    question: 'How many sessions can one operator supervise before waiting explodes, and what leaks on the way there?',
    complete: true,
    split: `${splitInWords({ parts: open.parts, rule: null })}; ${libraries[0]?.sessions.length ?? 0} of the evaluation sessions were played`,
    findings: spanFindings(spans, loads, checks, plan),
    notes: [
      ...spanNotes(options, gate, answers, loaded.dataset.sessions.length - open.closed.sessions.length),
      digest.words(options.driver),
    ],
    tables: [
      spanTable(spans, plan, false),
      loadTable(loads, false),
      erlangTable(checks, options.replications),
      spanTable(spans, plan, true),
      loadTable(loads, true),
    ],
    plots: spanPlots(loads),
  });
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
