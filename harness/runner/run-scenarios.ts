import type { Scenario } from '../contract/scenario.ts';
import type { Trace } from '../contract/trace.ts';
import { type BatchOptions, runEpisodes } from '../engine/batch.ts';
import { episodeKey } from './episode-key.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Journal } from './journal.ts';
import type { ProgressLine } from './progress.ts';
import { wallClockMs } from './wall-clock.ts';

export interface RunOptions extends Omit<BatchOptions, 'onEpisode'> {
  /** Where traces are kept, and those of an interrupted run are found. Sealed at the end. */
  readonly journal?: Journal;
  readonly progress?: ProgressLine;
  /** Called for each scenario in order, the ones found in the journal included. */
  readonly onTrace: (trace: Trace) => void;
}

/** What a run came to. */
export interface RunSummary {
  readonly episodes: number;
  readonly steps: number;
  /** Episodes that were found in the journal and not run again. */
  readonly resumed: number;
  /** Desk failures, counted apart from anything that policy or operators did. */
  readonly retries: number;
  readonly crashed: number;
  /** Wall-clock time of what was run now; no part of any result. */
  readonly elapsedMs: number;
}

/**
 * Runs scenarios with journal and progress; the traces come in order and are the same whether the run
 * was interrupted or not. Throws: where two scenarios are the same episode, and what `runEpisodes` throws.
 */
export async function runScenarios(scenarios: readonly Scenario[], options: RunOptions): Promise<RunSummary> {
  const { journal, progress, onTrace, ...batch } = options;
  if (journal && batch.collectReviews) throw new Error('Reviews are not kept in a journal: run them without one.');
  const startMs = wallClockMs();
  const keys = scenarios.map(({ cell, session, forced }) => episodeKey(cell.id, session.id, forced));
  const twice = firstTwice(keys);
  if (twice !== undefined) throw new Error(`The episode ${twice} is asked for twice in one run.`);
  const stored = new Set(keys.filter((key) => journal?.finished(key)));
  const left = scenarios.filter((_, i) => !stored.has(keys[i] as string));
  const tally = { episodes: 0, steps: 0, retries: 0, crashed: 0 };
  let next = 0;

  const take = (trace: Trace) => {
    next++;
    tally.episodes++;
    tally.steps += trace.steps.length;
    tally.retries += trace.retries;
    if (trace.end === 'crashed') tally.crashed++;
    onTrace(trace);
    progress?.update(tally.episodes, tally.crashed > 0 ? `${tally.crashed} crashed` : '');
  };
  const takeFound = () => {
    for (let key = keys[next]; key !== undefined && stored.has(key) && journal; key = keys[next])
      take(journal.read(key));
  };
  try {
    takeFound();
    await runEpisodes(left, {
      ...batch,
      onEpisode: (trace) => {
        journal?.append(trace);
        take(trace);
        takeFound();
      },
    });
    journal?.seal(keys);
  } catch (error) {
    journal?.close();
    throw error;
  } finally {
    progress?.finish(tally.crashed > 0 ? `${tally.crashed} crashed` : '');
  }
  return { ...tally, resumed: stored.size, elapsedMs: wallClockMs() - startMs };
}

function firstTwice(keys: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return keys.find((key) => seen.size === seen.add(key).size);
}

/** What the process should say of a run: incomplete where a desk kept failing. */
export function exitCodeOf(summary: RunSummary): ExitCode {
  return summary.crashed > 0 ? EXIT.incomplete : EXIT.good;
}
