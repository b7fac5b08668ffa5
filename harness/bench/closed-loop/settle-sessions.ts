import type { Session } from '../../contract/session.ts';
import type { Parts, Shares } from '../../deployment/split-sessions.ts';
import type { LoadedDataset } from '../data/load-dataset.ts';
import { sampleSessions } from '../data/sample-sessions.ts';
import { splitDataset } from '../data/splits.ts';
import { crossFitParts } from './cross-fit-parts.ts';
import { type ClosedWorld, openClosedWorld } from './open-world.ts';

/** What one set of models learns from and plays. */
export interface SettleFold {
  /** From 1. */
  readonly fold: number;
  /** `evaluation` holds all that could be played. */
  readonly parts: Parts;
  /** What is played in the arms that get all sessions. */
  readonly all: readonly Session[];
  /** What is played at each point of the grid; some of `all`. */
  readonly few: readonly Session[];
}

/** Who teaches and who is played. */
export interface SettleSessions {
  readonly closed: ClosedWorld;
  /** One where nothing is cross-fitted. */
  readonly folds: readonly SettleFold[];
}

/** How many sessions are played, and who teaches. */
interface Asked {
  readonly logs?: string;
  readonly seed: string;
  /** Sessions of each arm; of logs at most all whose goal is known. */
  readonly sessions: number;
  /** Sessions of each point of the grid. */
  readonly pointSessions: number;
  /** Share of the usual number of generated sessions that teach. Range: (0, 1]. */
  readonly taught?: number;
  /** Folds of the logs. */
  readonly folds: number;
}

/** Of generated sessions, those that nobody is measured on. */
const TAUGHT = { train: 700, feedback: 1200, calibration: 5000 } as const;

/** How many sessions to generate, so that as many can be played as each arm asks for. Of those that teach, the given share. */
export function generatedSessions(sessions: number, taught = 1): number {
  return Object.values(TAUGHT).reduce((sum, part) => sum + Math.round(taught * part), Math.ceil(sessions * 1.02));
}

/**
 * Finds the sessions' goals and deals the sessions. Logs are cross-fitted, so that each of them can be played; what
 * is played of them is a random sample where not all are asked for. Generated sessions that teach are extra.
 * Throws: `UsageError` where there is too little of anything.
 */
export function settleSessions({ dataset }: LoadedDataset, asked: Asked): SettleSessions {
  const closed = openClosedWorld(dataset);
  const playable = { catalog: dataset.catalog, sessions: closed.sessions };
  const { logs, seed, folds, sessions, pointSessions, taught } = asked;
  if (logs === undefined) {
    const shares = generatedShares(dataset.sessions.length, taught);
    const { parts } = splitDataset(playable, 'random', seed, null, shares);
    const all = parts.evaluation.slice(0, sessions);
    return { closed, folds: [{ fold: 1, parts, all, few: all.slice(0, pointSessions) }] };
  }
  const sampled = (most: number) => new Set(sampleSessions(closed.sessions, seed, most));
  const all = sampled(sessions);
  const few = sampled(Math.min(sessions, pointSessions));
  return {
    closed,
    folds: crossFitParts(playable, seed, folds).map((parts, at) => ({
      fold: at + 1,
      parts,
      all: parts.evaluation.filter((session) => all.has(session)),
      few: parts.evaluation.filter((session) => few.has(session)),
    })),
  };
}

/** Parts of that many generated sessions, where the given share of those that teach was generated. */
export function generatedShares(total: number, taught = 1): Shares {
  const share = (part: keyof typeof TAUGHT) => Math.round(taught * TAUGHT[part]) / total;
  const [train, feedback, calibration] = [share('train'), share('feedback'), share('calibration')];
  return { train, feedback, calibration, evaluation: 1 - train - feedback - calibration };
}
