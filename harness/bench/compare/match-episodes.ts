import type { Trace } from '../../contract/trace.ts';
import type { EpisodeRow } from '../../runner/traces/episode-index.ts';
import type { StoredTraces } from '../../runner/traces/read-traces.ts';
import { repeatOf } from '../repeat-name.ts';

/** One scenario in two runs, by place in each. */
interface EpisodePair {
  readonly row: EpisodeRow;
  readonly base: number;
  readonly next: number;
}

export interface MatchedEpisodes {
  /** In the order of the base run. */
  readonly pairs: readonly EpisodePair[];
  /** Episodes that only one of the runs has. */
  readonly onlyBase: readonly EpisodeRow[];
  readonly onlyNext: readonly EpisodeRow[];
}

type Rows = Pick<StoredTraces, 'rows'>;

/**
 * The episodes of two runs, brought together by part, cell, session and, with these, by random numbers. Twins, in which
 * something was forced, are left out: what is forced hangs on what the policy did.
 */
export function matchEpisodes(base: Rows, next: Rows): MatchedEpisodes {
  const places = new Map<string, number>();
  for (const [at, row] of next.rows.entries()) if (row.forced === null) places.set(scenarioOf(row), at);
  const pairs: EpisodePair[] = [];
  const onlyBase: EpisodeRow[] = [];
  for (const [at, row] of base.rows.entries()) {
    if (row.forced !== null) continue;
    const key = scenarioOf(row);
    const other = places.get(key);
    places.delete(key);
    if (other === undefined) onlyBase.push(row);
    else pairs.push({ row, base: at, next: other });
  }
  return { pairs, onlyBase, onlyNext: [...places.values()].map((at) => next.rows[at]!) };
}

const scenarioOf = ({ play, cell, session, queue }: EpisodeRow) => JSON.stringify([play, cell, session, queue]);

/** Both episodes of every pair, one pair after the other. */
export function* readPairs(
  { pairs }: MatchedEpisodes,
  base: StoredTraces,
  next: StoredTraces,
): Generator<{ readonly row: EpisodeRow; readonly base: Trace; readonly next: Trace }> {
  for (const { row, ...at } of pairs) yield { row, base: base.read(at.base).trace, next: next.read(at.next).trace };
}

/** A part of a run, apart from the population in which it was played. */
export interface PartOfRun {
  /** Null: the run has no populations. */
  readonly population: string | null;
  /** What else the part is called; empty where it is nothing else. */
  readonly part: string;
  /** Of sessions that are played again with the same random numbers: which time it is, from 1. */
  readonly repeat: number;
}

/** `population 1-p2, closed loop, repeat 3` → population `1-p2`, part `closed loop`, repeat 3. */
export function partOfRun(play: string): PartOfRun {
  const { part, repeat } = repeatOf(play);
  const found = /^population ([^,]+)(?:, (.*))?$/s.exec(part);
  return found ? { population: found[1]!, part: found[2] ?? '', repeat } : { population: null, part, repeat };
}
