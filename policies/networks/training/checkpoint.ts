import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeFileAtomic } from '../../../harness/contract/atomic-write.ts';
import { messageOf } from '../../../harness/shared/message-of.ts';
import { productOf } from '../../../harness/shared/numbers.ts';
import { toOnnx } from '../graph/serialize.ts';
import type { Tensors } from '../onnx/tensor.ts';
import type { Parameters, TrainerOptions, TrainerState } from './trainer-role.ts';
import { buildTrainingGraph } from './training-graph.ts';

/** Where a training stands: with the data and the seed, all that is needed to go on to the same bytes. */
export interface Checkpoint<Position> {
  /** What is being trained: another training has another identity. */
  readonly identity: string;
  /** Where in the data the next step begins, and whatever else the training loop counts. Numbers, text, lists. */
  readonly position: Position;
  readonly state: TrainerState;
  /** The best parameters so far; null before there are any. */
  readonly best: Parameters | null;
  /** What the loss compares with, where that follows the parameters; null where nothing does. */
  readonly reference: Parameters | null;
}

const MAGIC = 'deskbench training checkpoint, version ';
const VERSION = '2';
const DIGEST_BYTES = 32;

const headerSchema = z.strictObject({
  identity: z.string(),
  position: z.unknown(),
  steps: z.int().nonnegative(),
  /** Tensors in the order in which their values follow, as little-endian float32. */
  tensors: z.array(z.strictObject({ group: z.string(), name: z.string(), shape: z.array(z.int().nonnegative()) })),
});
type Header = z.infer<typeof headerSchema>;

/** Writes a checkpoint to one file, whole or not at all. Throws: the file system's error, naming the path. */
export function writeCheckpoint<Position>(path: string, checkpoint: Checkpoint<Position>): void {
  const { identity, position, state, best, reference } = checkpoint;
  const groups = {
    parameters: state.parameters,
    firstMoments: state.firstMoments,
    secondMoments: state.secondMoments,
    ...(best ? { best } : {}),
    ...(reference ? { reference } : {}),
  };
  const all = Object.entries(groups).flatMap(([group, parameters]) =>
    Object.entries(parameters).map(([name, parameter]) => ({ group, name, ...parameter })),
  );
  const header: Header = {
    identity,
    position,
    steps: state.steps,
    tensors: all.map(({ group, name, shape }) => ({ group, name, shape: [...shape] })),
  };
  const content = Buffer.concat([
    Buffer.from(`${JSON.stringify(header)}\n`, 'utf8'),
    ...all.map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength)),
  ]);
  const digest = createHash('sha256').update(content).digest();
  writeFileAtomic(path, Buffer.concat([Buffer.from(`${MAGIC}${VERSION}\n`, 'utf8'), digest, content]));
}

/**
 * Reads a checkpoint that `writeCheckpoint` wrote; `position` checks the loop's own part.
 *
 * Throws: one line, when the file cannot be read, is no checkpoint, is damaged or of another version.
 */
export function readCheckpoint<Position>(path: string, position: z.ZodType<Position>): Checkpoint<Position> {
  const bytes = readBytes(path);
  const start = bytes.indexOf('\n') + 1;
  const line = bytes.subarray(0, Math.max(0, start - 1)).toString('utf8');
  if (!line.startsWith(MAGIC)) throw new Error(`${path} is no training checkpoint: give another path`);
  if (line !== `${MAGIC}${VERSION}`)
    throw new Error(
      [
        `checkpoint ${path} has version ${line.slice(MAGIC.length, MAGIC.length + 20)},`,
        `this program reads ${VERSION}: remove it to start anew`,
      ].join(' '),
    );
  const content = bytes.subarray(start + DIGEST_BYTES);
  const digest = createHash('sha256').update(content).digest();
  if (!digest.equals(bytes.subarray(start, start + DIGEST_BYTES)))
    throw new Error(`checkpoint ${path} is damaged: remove it to start anew`);
  // The digest has shown that these are the bytes that were written: what fails now was written by other code.
  const end = content.indexOf('\n') + 1;
  const header = headerSchema.safeParse(JSON.parse(content.subarray(0, end).toString('utf8')));
  const where = header.success ? position.safeParse(header.data.position) : header;
  if (!header.success || !where.success)
    throw new Error(`checkpoint ${path} was written by another version of this program: remove it to start anew`);
  const { identity, steps, tensors } = header.data;
  const groups = tensorGroups(tensors, content.subarray(end));
  const group = (name: string) => groups.get(name) ?? {};
  return {
    identity,
    position: where.data as Position,
    state: {
      parameters: group('parameters'),
      firstMoments: group('firstMoments'),
      secondMoments: group('secondMoments'),
      steps,
    },
    best: groups.get('best') ?? null,
    reference: groups.get('reference') ?? null,
  };
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(`checkpoint ${path} cannot be read: ${messageOf(error)}`);
  }
}

function tensorGroups(tensors: Header['tensors'], values: Buffer): Map<string, Parameters> {
  const groups = new Map<string, Record<string, Parameters[string]>>();
  let offset = 0;
  for (const { group, name, shape } of tensors) {
    const data = new Float32Array(productOf(shape));
    Buffer.from(data.buffer).set(values.subarray(offset, offset + data.byteLength));
    offset += data.byteLength;
    if (!groups.has(group)) groups.set(group, {});
    groups.get(group)![name] = { shape, data };
  }
  return groups;
}

const positionSchema = z.strictObject({
  /** Epochs that are done. */
  epochs: z.array(z.strictObject({ loss: z.number(), heldOutLoss: z.number().nullable() })),
  /** The best of them. */
  bestEpoch: z.int().nonnegative(),
  /** Minibatches made of the epoch under way, and the sum of their losses. */
  batch: z.int().nonnegative(),
  lossSum: z.number(),
  /** Whether it was told to stop. */
  stopped: z.boolean(),
});

/** Where a fit stands between two steps. */
export type FitPosition = Readonly<z.infer<typeof positionSchema>>;

/** Before the first step. */
export const EARLIEST: FitPosition = { epochs: [], bestEpoch: 0, batch: 0, lossSum: 0, stopped: false };

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

/**
 * A hash of what is trained: the training graph with all that is frozen in it, the parameters as they start, the
 * settings and a sample of the feeds. Providers are left out: a training may go on where another one is at hand.
 */
export function trainingIdentity(
  trainer: Omit<TrainerOptions, 'state'>,
  settings: readonly (number | string | null)[],
  sample: readonly Tensors[],
): string {
  const hash = createHash('sha256');
  hash.update(toOnnx(buildTrainingGraph(trainer).graph));
  hash.update(JSON.stringify([trainer.weightDecay, ...settings]));
  for (const tensors of [trainer.parameters, ...sample])
    for (const [name, { shape, data }] of Object.entries(tensors)) {
      hash.update(JSON.stringify([name, shape]));
      hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    }
  return hash.digest('hex');
}
