import { existsSync } from 'node:fs';
import { z } from 'zod';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts';

const positionSchema = z.strictObject({
  /** Epochs that are done. */
  epochs: z.array(z.strictObject({ loss: z.number(), heldOutLoss: z.number().nullable() })),
  /** The best of them. */
  bestEpoch: z.int().nonnegative(),
  /** Minibatches made of the epoch under way, and the sum of their losses. */
  batch: z.int().nonnegative(),
  lossSum: z.number(),
});

/** Where a fit stands between two steps. */
export type FitPosition = Readonly<z.infer<typeof positionSchema>>;

/** Before the first step. */
export const EARLIEST: FitPosition = { epochs: [], bestEpoch: 0, batch: 0, lossSum: 0 };

/** Writes down where a fit stands. */
export function saveFit(path: string, checkpoint: Checkpoint<FitPosition>): void {
  writeCheckpoint(path, checkpoint);
}

/** Where a fit stood when it was written down last; null where it never was. Throws: when the file is another fit's. */
export function loadFit(path: string, identity: string): Checkpoint<FitPosition> | null {
  if (!existsSync(path)) return null;
  const checkpoint = readCheckpoint(path, positionSchema);
  if (checkpoint.identity !== identity)
    throw new Error(
      `checkpoint ${path} is of another training, with other data, settings or seed: remove it to start anew`,
    );
  return checkpoint;
}
