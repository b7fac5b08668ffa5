import type { LoadedDataset } from '../data/load-dataset.ts';
import type { LabelledCell } from '../noise/noise-grid.ts';

/** What would be played of one loop in one population. */
export interface PlannedPart {
  /** Seed of the population. */
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

/** What a run would play, known before anything is trained. */
export interface RunPlan {
  readonly loaded: LoadedDataset;
  readonly cells: readonly LabelledCell[];
  readonly parts: readonly PlannedPart[];
  /** What would be trained, each in a sentence. */
  readonly models: readonly string[];
  /** What else would be done, each in a sentence. */
  readonly notes: readonly string[];
  /** Models by which an earlier run is as fast as this one. */
  readonly like: { readonly policy: string; readonly critic: string };
  /** How often the policy is trained, and critic and gate. */
  readonly trainings: { readonly policies: number; readonly gates: number };
}
