import type { Dataset } from './dataset.ts';
import type { Streams } from './rng.ts';

export interface DriftOptions {
  /** Procedure that changes. Absent: the one with the most sessions that the drift can change. */
  readonly procedure?: string;
  readonly streams: Streams;
}

/** Something that changes in the world while a system is deployed. One file in `fixtures/drift/`, exported as `drift`. */
export interface Drift {
  readonly name: string;
  readonly summary: string;
  /**
   * The sessions as they would have gone after the change, with the catalog that they then run on. Sessions that the
   * change does not touch stay as they were. Throws: where nothing in the dataset can change so.
   */
  apply(dataset: Dataset, options: DriftOptions): Dataset;
}
