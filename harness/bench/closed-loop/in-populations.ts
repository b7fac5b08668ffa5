import { CALM_WORLD } from '../../contract/world.ts';
import type { Parts, Shares } from '../../deployment/split-sessions.ts';
import type { Values } from '../../runner/option.ts';
import type { LoadedDataset } from '../data/load-dataset.ts';
import { populationsWith } from '../data/populations.ts';
import { splitInWords } from '../data/splits.ts';
import { paritySample } from '../desks/parity.ts';
import { createTraceDigest, type TraceDigest } from '../desks/trace-digest.ts';
import type { RunContext } from '../experiment.ts';
import type { driven } from '../options.ts';
import { plannedPart, type RunPlan } from '../plan/run-plan.ts';
import type { Crashes } from '../report/crashes.ts';
import { type BenchOptions, closedDataset, type OpenBench, openClosedBench } from './open-closed-bench.ts';
import { dealtParts } from './planned-parts.ts';

type PopulationOptions = BenchOptions &
  Values<typeof driven> & { readonly populations?: number; readonly browserSessions?: number };

interface PopulationPlan {
  /** Populations where none are asked for and no logs are named. */
  readonly usual: number;
  /** Sessions to generate for each of so many populations. */
  readonly generated: (populations: number) => number;
  readonly shares: Shares;
}

/** One population, with its bench open. */
export interface OpenPopulation<O> {
  readonly open: OpenBench;
  readonly loaded: LoadedDataset;
  /** With the population's seed. */
  readonly options: O;
  readonly digest: TraceDigest;
  /** Told of every phase before play in which the desk failed for good. */
  readonly before: readonly Crashes[];
}

/** What a closed-loop experiment would play in all its populations; `playedOf` says how many episodes of how many sessions. */
export async function planPopulations(
  { logs, seed, policy, critic, populations }: PopulationOptions,
  { usual, generated, shares }: PopulationPlan,
  playedOf: (parts: Parts, seed: string) => { readonly sessions: number; readonly episodes: number },
): Promise<Pick<RunPlan, 'loaded' | 'parts' | 'like'>> {
  const count = populations ?? (logs === undefined ? usual : 1);
  const all = await populationsWith({ seed, populations: count }, async (own) => {
    const loaded = await closedDataset(logs, generated(count), own);
    const parts = dealtParts(loaded, own, shares);
    const { sessions, episodes } = playedOf(parts, own);
    return { loaded, part: plannedPart({ population: own, loop: 'closed', episodes }, parts, sessions) };
  });
  return { loaded: all[0].loaded, parts: all.map(({ part }) => part), like: { policy, critic } };
}

/**
 * Plays a closed-loop experiment in all its populations, one after the other, each on a bench of its own: what was played
 * in each, the first one first, and what that says of the run.
 */
export async function inPopulations<O extends PopulationOptions, T extends { readonly sessions: number }>(
  options: O,
  { record }: Pick<RunContext, 'record'>,
  { usual, generated, shares }: PopulationPlan,
  play: (population: OpenPopulation<O>) => Promise<T>,
) {
  const { logs, populations = logs === undefined ? usual : 1 } = options;
  const digest = createTraceDigest();
  const parity = paritySample(options.driver, options.browserSessions);
  const played = await populationsWith({ seed: options.seed, populations }, async (seed) => {
    const own = { ...options, seed };
    const loaded = await closedDataset(logs, generated(populations), seed);
    const recorded = record(loaded).part(`population ${seed}`);
    const open = await openClosedBench({ options: own, loaded, shares, rates: CALM_WORLD, parity, recorded });
    const before: Crashes[] = [];
    const bench = { ...open.bench, onCrashes: (crashes: readonly Crashes[]) => void before.push(...crashes) };
    try {
      const one = await play({ open: { ...open, bench }, loaded, options: own, digest, before });
      const dealt = splitInWords({ parts: open.parts, rule: null });
      const split = `${dealt}; ${one.sessions} of the evaluation sessions were played`;
      return { ...one, loaded, split, timedBy: logs === undefined ? undefined : open.parts.train };
    } finally {
      await open.close();
    }
  });
  const [{ loaded, timedBy }] = played;
  const split = [...new Set(played.map((one) => one.split))].join('; ');
  return { played, digest, run: { loaded, parity, timedBy, split } };
}
