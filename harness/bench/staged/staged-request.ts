import type { Trace } from '../../contract/trace.ts';
import type { World } from '../../contract/world.ts';
import type { Parts } from '../../deployment/split-sessions.ts';
import type { LoadedDataset } from '../data/load-dataset.ts';
import type { DatasetSplit } from '../data/splits.ts';
import type { Driver } from '../desks/drivers.ts';
import type { Recipes, StagedOptions } from '../models/recipes.ts';
import type { LabelledCell } from '../noise/noise-grid.ts';
import type { RunPart } from '../run-record.ts';

/** A staged deployment that is to be run. */
export interface StagedRequest {
  /** Keeps what is played. */
  readonly recorded: RunPart;
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
export interface ClosedRequest extends StagedLoop {
  readonly world: World;
}

/** One loop of a run: its cells, and the sessions that they are taught and played on. */
export interface StagedLoop {
  readonly cells: readonly LabelledCell[];
  readonly parts: Omit<Parts, 'train'>;
  /** Absent: open loop. */
  readonly world?: World;
  /** Evaluation sessions of the selective cells whose errors get twins. Closed loop only. */
  readonly twinSessions?: number;
}
