import type { Trace } from '../../contract/trace.ts';
import type { World } from '../../contract/world.ts';
import type { Parts } from '../../deployment/split-sessions.ts';
import type { Journal } from '../../runner/journal.ts';
import type { LoadedDataset } from '../data/load-dataset.ts';
import type { DatasetSplit } from '../data/splits.ts';
import type { Driver } from '../desks/drivers.ts';
import type { Recipes, StagedOptions } from '../models/recipes.ts';
import type { LabelledCell } from '../noise/noise-grid.ts';

/** A staged deployment that is to be run. */
export interface StagedRequest {
  readonly experiment: string;
  /** Where its traces are kept, and those of the same run interrupted are found. */
  readonly folder: string;
  readonly loaded: LoadedDataset;
  readonly split: DatasetSplit;
  readonly cells: readonly LabelledCell[];
  readonly recipes: Recipes;
  readonly options: StagedOptions;
  readonly driver: Driver;
  /** Browser contexts side by side. */
  readonly jobs: number;
  /** Evaluation sessions that are played on the other kind of desk too, to compare traces. */
  readonly paritySessions: number;
  /** Whether the run goes on, and says so, where the browser does not answer. Absent: it ends as incomplete. */
  readonly parityIfPossible?: boolean;
  /** What is played in closed loop after the open loop. Null: nothing. */
  readonly closed: ClosedRequest | null;
  readonly onTrace: (trace: Trace) => void;
}

/** The same deployment in a world where what was decided is done. */
export interface ClosedRequest extends Omit<StagedLoop, 'journal'> {
  readonly world: World;
}

/** One loop of a run: its cells, the sessions that they are taught and played on, and where traces are kept. */
export interface StagedLoop {
  readonly cells: readonly LabelledCell[];
  readonly parts: Omit<Parts, 'train'>;
  readonly journal: Journal;
  /** Absent: open loop. */
  readonly world?: World;
  /** Evaluation sessions of the selective cells whose errors get twins. Closed loop only. */
  readonly twinSessions?: number;
}
