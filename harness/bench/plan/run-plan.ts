import type { Parts } from '../../deployment/split-sessions.ts';
import type { LoadedDataset } from '../data/load-dataset.ts';

/** What would be played of one loop in one population, or in several that are alike. */
export interface PlannedPart {
  /** Seed of the population, or how many there are. */
  readonly population: string;
  readonly loop: 'open' | 'closed';
  /** Sessions that teach the policy, that operators give feedback in, that set the threshold, and that are measured. */
  readonly train: number;
  readonly feedback: number;
  readonly calibration: number;
  readonly evaluation: number;
  /** Episodes of the evaluation sessions in all cells, repeats included. */
  readonly episodes: number;
}

/** A point of the grid, and the arms that are played there. */
export interface PlannedPoint {
  readonly loop: 'open' | 'closed';
  /** Noise level or whatever else names it. */
  readonly point: string;
  readonly arms: readonly string[];
}

/** What a run would play, known before anything is trained. */
export interface RunPlan {
  readonly loaded: LoadedDataset;
  readonly points: readonly PlannedPoint[];
  readonly parts: readonly PlannedPart[];
  /** Whether what is played decides how much is played: then there are at most so many episodes. */
  readonly atMost?: boolean;
  /** What would be trained, each in a sentence. */
  readonly models: readonly string[];
  /** What else would be done, each in a sentence. */
  readonly notes: readonly string[];
  /** Models by which an earlier run is as fast as this one. */
  readonly like: { readonly policy: string; readonly critic: string };
  /** How often the policy is trained, and critic and gate. */
  readonly trainings: { readonly policies: number; readonly gates: number };
}

/** A part of a plan by the sessions that were dealt. `evaluation`: how many of those are played; absent: all. */
export function plannedPart(
  of: Pick<PlannedPart, 'population' | 'loop' | 'episodes'>,
  parts: Parts,
  evaluation = parts.evaluation.length,
): PlannedPart {
  const { train, feedback, calibration } = parts;
  return { ...of, train: train.length, feedback: feedback.length, calibration: calibration.length, evaluation };
}

/** `each of 3 populations`. */
export const inEach = (populations: number) =>
  populations === 1 ? 'the one population' : `each of ${populations} populations`;
