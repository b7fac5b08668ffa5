import type { Parts, Shares } from '../../deployment/split-sessions.ts';
import type { LoadedDataset } from '../data/load-dataset.ts';
import { splitDataset } from '../data/splits.ts';
import { plannedPart, type RunPlan } from '../plan/run-plan.ts';
import { closedDataset } from './open-closed-bench.ts';
import { openClosedWorld } from './open-world.ts';
import type { PresetMix } from './preset-mixes.ts';
import { generatedSessions, generatedShares } from './settle-sessions.ts';

/**
 * The sessions whose goal is known, dealt as a closed-loop bench deals them. Throws: `UsageError` where there is too little
 * of anything.
 */
export function dealtParts({ dataset: { catalog, sessions } }: LoadedDataset, seed: string, shares: Shares): Parts {
  const closed = openClosedWorld({ catalog, sessions });
  return splitDataset({ catalog, sessions: closed.sessions }, 'random', seed, null, shares).parts;
}

/** Populations of the paper preset, as far as a plan tells them. */
interface AlikePopulations {
  /** Of the first. */
  readonly seed: string;
  readonly mix: PresetMix;
  /** In how many populations and mixes as much is played. */
  readonly count: number;
  /** Sessions that are played at most, and how much is taught. */
  readonly sessions: number;
  readonly taught: number;
  /** How often each session is played in one population, on average. */
  readonly cells: number;
}

/** What would be played in populations that are dealt alike. Only the first is generated. */
export async function planAlike({
  seed,
  mix,
  count,
  sessions,
  taught,
  cells,
}: AlikePopulations): Promise<Pick<RunPlan, 'loaded' | 'parts' | 'notes'>> {
  const total = generatedSessions(sessions, taught);
  const loaded = await closedDataset(undefined, total, seed, mix.of(seed));
  const parts = dealtParts(loaded, seed, generatedShares(total, taught));
  const each = Math.min(sessions, parts.evaluation.length);
  const of = {
    population: count === 1 ? seed : `${count} alike`,
    loop: 'closed' as const,
    episodes: count * cells * each,
  };
  return {
    loaded,
    parts: [plannedPart(of, parts, each)],
    notes: ['Sessions are of the first population; others are dealt alike.'],
  };
}
