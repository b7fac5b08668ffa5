import { trainingRandom } from '../../../harness/shared/streams.ts';
import { Graph } from '../graph/graph.ts';

import { signatureOf, toOnnx } from '../graph/serialize.ts';
import { loadModel } from '../onnx/load-model.ts';
import { floats, type Tensors } from '../onnx/tensor.ts';
import { EARLIEST, type FitPosition, loadFit, saveFit, trainingIdentity } from './checkpoint.ts';
import { assertDynamics, moved, type Reference } from './reference.ts';
import type { Schedule } from './schedule.ts';
import { createTrainer, type Parameters, type Trainer, type TrainerOptions } from './trainer.ts';
import { frozen } from './trainer-state.ts';
import { LOSS_OUTPUT } from './training-graph.ts';

export interface FitModelOptions<Example> {
  /** What is trained, and on which providers. Its loss is a mean over a minibatch's examples. */
  readonly trainer: Omit<TrainerOptions, 'state'>;
  readonly train: readonly Example[];
  /**
   * A minibatch's feeds. `random` is for what training leaves out or disturbs; null when a loss is taken, where nothing
   * is. The same examples and random numbers must give the same feeds.
   *
   * `beside`: minibatches that are to have one shape, this one among them, so that a device makes their steps in one
   * run. A pack that pads pads to the largest of them; others may leave it alone.
   */
  readonly pack: (
    examples: readonly Example[],
    random: (() => number) | null,
    beside?: readonly (readonly Example[])[],
  ) => Tensors;
  /** Examples in a minibatch. */
  readonly rows: number;
  /** Where given, examples of like size share a minibatch. */
  readonly sizeOf?: (example: Example) => number;
  /** Minibatches whose examples are sorted by size together; 16 where absent. More fill up less and mix less. */
  readonly pool?: number;
  readonly schedule: Schedule;
  readonly maxEpochs: number;
  /** Examples, of other sessions than `train`, whose loss decides when to stop. None: the last epoch stands. */
  readonly heldOut?: readonly Example[];
  /** Takes the held-out loss in another way than as the training loss of `heldOut`. */
  readonly heldOutLoss?: (parameters: Parameters) => Promise<number>;
  /** Epochs without a better held-out loss after which training stops. Absent: it goes on to `maxEpochs`. */
  readonly patience?: number;
  readonly seed: string;
  /** Called after each few steps with the fraction done, in [0, 1], and a short line. */
  readonly onProgress?: ((fraction: number, line: string) => void) | undefined;
  /** Called after each epoch. */
  readonly onEpoch?: ((epoch: FittedEpoch) => void) | undefined;
  /** Where the training is written down every so many steps and after each epoch, and gone on from if it exists. */
  readonly checkpoint?: { readonly path: string; readonly everySteps: number } | undefined;
  /** Looks at the parameters from time to time, and may end the training there. */
  readonly watch?: Watch | undefined;
  /** What the loss compares with, where that is a copy of the parameters; `pack` reads what `renew` was told last. */
  readonly reference?: Reference;
}

/** Somebody who looks at the parameters before the first step, after each `every` steps, and after the last one. */
export interface Watch {
  readonly every: number;
  /** `steps`: those that are made. Answers whether to go on; where not, these parameters stand. */
  readonly look: (parameters: Parameters, steps: number) => Promise<boolean>;
}

interface FittedEpoch {
  /** Mean training loss over the epoch's steps. */
  readonly loss: number;
  readonly heldOutLoss: number | null;
}

export interface FittedModel {
  /** Those of the epoch with the lowest held-out loss, or of the last one where nothing is held out. */
  readonly parameters: Parameters;
  readonly epochs: readonly FittedEpoch[];
  /** The epoch whose parameters these are, counted from 0. */
  readonly bestEpoch: number;
  /** As the trainer names it. */
  readonly provider: string;
}

/** Minibatches that the trainer is given at once, or more where it makes more steps in a run. */
const AT_ONCE = 16;

/**
 * Trains a model by minibatches with early stopping, and gives its best parameters back. The same options give the
 * same bytes, whether or not training was broken off and gone on with from its checkpoint. The checkpoint is left
 * behind at the end; a training that finds it finished gives its result again without a step.
 *
 * Throws: when there is nothing to train on, or when the checkpoint is damaged or another training's.
 */
export async function fitModel<Example>(options: FitModelOptions<Example>): Promise<FittedModel> {
  if (options.train.length === 0) throw new Error('there are no examples to train on: give at least one');
  if (options.maxEpochs < 1) throw new Error(`maxEpochs is ${options.maxEpochs}: train for at least one epoch`);
  if (options.checkpoint && !(options.checkpoint.everySteps >= 1))
    throw new Error(`everySteps is ${options.checkpoint.everySteps}: write a checkpoint every 1 step or more`);
  if (options.watch && !(options.watch.every >= 1))
    throw new Error(`watch.every is ${options.watch.every}: look every 1 step or more`);
  if (options.reference) assertDynamics(options.reference.dynamics);
  const identity = options.checkpoint ? identityOf(options) : '';
  const saved = options.checkpoint ? loadFit(options.checkpoint.path, identity) : null;
  const trainer = await createTrainer({ ...options.trainer, ...(saved ? { state: saved.state } : {}) });
  const reference = options.reference ? (saved?.reference ?? options.trainer.parameters) : null;
  const fit = new Fit(options, trainer, identity, saved?.position ?? EARLIEST, saved?.best ?? null, reference);
  try {
    if (reference) await options.reference?.renew(reference);
    return await fit.toTheEnd();
  } finally {
    await trainer.dispose();
  }
}

/** Samples the data by its first and last minibatch, and the schedule by a few of its rates. */
function identityOf<Example>(options: FitModelOptions<Example>): string {
  const { trainer, train, heldOut = [], rows, pack, schedule, maxEpochs, patience = null, seed } = options;
  const steps = Math.ceil(train.length / rows) * maxEpochs;
  const rates = [0, 0.05, 0.1, 0.5, 0.9].map((share) => schedule(Math.floor(share * steps), steps));
  const dynamics = options.reference?.dynamics ?? null;
  const follows = dynamics ? [dynamics.share, dynamics.every] : [];
  const settings = [seed, rows, maxEpochs, patience, train.length, heldOut.length, ...rates, ...follows];
  const sample = [train.slice(0, rows), train.slice(-rows), heldOut.slice(0, rows)].filter(({ length }) => length > 0);
  return trainingIdentity(
    trainer,
    settings,
    sample.map((examples) => pack(examples, null)),
  );
}

/** One training under way. */
class Fit<Example> {
  readonly #options: FitModelOptions<Example>;
  readonly #trainer: Trainer;
  readonly #identity: string;
  #position: FitPosition;
  #best: Parameters | null;
  #reference: Parameters | null;
  /** Steps that were made when somebody looked last. */
  #looked = 0;

  constructor(
    options: FitModelOptions<Example>,
    trainer: Trainer,
    identity: string,
    position: FitPosition,
    best: Parameters | null,
    reference: Parameters | null,
  ) {
    this.#options = options;
    this.#trainer = trainer;
    this.#identity = identity;
    this.#position = position;
    this.#best = best;
    this.#reference = reference;
  }

  async toTheEnd(): Promise<FittedModel> {
    if (this.#stepsMade() === 0) await this.#look();
    while (!this.#finished()) {
      await this.#steps();
      await this.#endEpoch();
      await this.#save();
    }
    const { epochs, bestEpoch, stopped } = this.#position;
    if (!stopped && this.#looked !== this.#stepsMade()) await this.#look();
    // Stopped before the first step, it has no epoch.
    return {
      parameters: this.#best ?? (await this.#trainer.parameters()),
      epochs,
      bestEpoch,
      provider: this.#trainer.provider,
    };
  }

  /** Looks at the parameters; from then on the training may be stopped. */
  async #look(): Promise<void> {
    const { watch } = this.#options;
    this.#looked = this.#stepsMade();
    if (!watch || (await watch.look(await this.#trainer.parameters(), this.#looked))) return;
    this.#position = { ...this.#position, stopped: true };
  }

  #stepsMade(): number {
    const { train, rows } = this.#options;
    return this.#position.epochs.length * Math.ceil(train.length / rows) + this.#position.batch;
  }

  #finished(): boolean {
    const { epochs, bestEpoch, stopped } = this.#position;
    if (stopped) return true;
    const { maxEpochs, patience = Number.POSITIVE_INFINITY } = this.#options;
    const stops = epochs.at(-1)?.heldOutLoss != null;
    return epochs.length >= maxEpochs || (stops && epochs.length - 1 - bestEpoch >= patience);
  }

  /** Whether somebody asks for the parameters between this epoch and the next. */
  #asked(): boolean {
    const { heldOut = [], heldOutLoss, checkpoint, maxEpochs } = this.#options;
    const { epochs, stopped } = this.#position;
    const last = stopped || epochs.length + 1 >= maxEpochs;
    return last || heldOut.length > 0 || heldOutLoss !== undefined || checkpoint !== undefined;
  }

  /** The steps that remain of the epoch. Its order comes from seed and epoch alone, so that it can be found again. */
  async #steps(): Promise<void> {
    const { train, rows, sizeOf, pool, seed, schedule, maxEpochs, pack, checkpoint, watch, onProgress } = this.#options;
    const epoch = this.#position.epochs.length;
    const batches = minibatches(train, rows, trainingRandom('order of epoch', seed, epoch), sizeOf, pool);
    const steps = batches.length * maxEpochs;
    const { longestRun } = this.#trainer;
    const dynamics = this.#options.reference?.dynamics;
    const atOnce = Math.max(AT_ONCE, longestRun);
    while (this.#position.batch < batches.length) {
      const from = this.#position.batch;
      const step = epoch * batches.length + from;
      const untilSave = checkpoint ? checkpoint.everySteps - (step % checkpoint.everySteps) : atOnce;
      const untilLook = watch ? watch.every - (step % watch.every) : atOnce;
      const untilMoved = dynamics ? dynamics.every - (step % dynamics.every) : atOnce;
      const some = batches.slice(from, from + Math.min(atOnce, untilSave, untilLook, untilMoved));
      const losses = await this.#trainer.steps(
        some.map((examples, index) => ({
          feeds: pack(examples, trainingRandom('minibatch', seed, step + index), longestRun > 1 ? some : undefined),
          rate: schedule(step + index, steps),
        })),
      );
      const lossSum = losses.reduce((sum, loss) => sum + loss, this.#position.lossSum);
      const batch = from + some.length;
      this.#position = { ...this.#position, batch, lossSum };
      if (some.length === untilMoved && dynamics) await this.#moveReference(dynamics.share);
      if (some.length === untilLook && watch) await this.#look();
      if (some.length === untilSave && checkpoint) await this.#save();
      onProgress?.((step + some.length) / steps, `epoch ${epoch + 1}, loss ${(lossSum / batch).toFixed(3)}`);
      if (this.#position.stopped) return;
    }
  }

  async #moveReference(share: number): Promise<void> {
    if (!this.#reference || share === 0) return;
    this.#reference = moved(this.#reference, await this.#trainer.parameters(), share);
    await this.#options.reference?.renew(this.#reference);
  }

  async #endEpoch(): Promise<void> {
    const { epochs, bestEpoch, batch, lossSum, stopped } = this.#position;
    const parameters = this.#asked() ? await this.#trainer.parameters() : null;
    const heldOutLoss = parameters && (await this.#heldOutLoss(parameters));
    const lowest = epochs[bestEpoch]?.heldOutLoss ?? Number.POSITIVE_INFINITY;
    const better = this.#best === null || heldOutLoss === null || heldOutLoss < lowest;
    if (better) this.#best = parameters;
    const done: FittedEpoch = { loss: lossSum / batch, heldOutLoss };
    this.#position = {
      ...EARLIEST,
      epochs: [...epochs, done],
      bestEpoch: better ? epochs.length : bestEpoch,
      stopped,
    };
    this.#options.onEpoch?.(done);
  }

  async #heldOutLoss(parameters: Parameters): Promise<number | null> {
    const { trainer, heldOut = [], heldOutLoss, pack, rows, sizeOf } = this.#options;
    if (heldOutLoss) return heldOutLoss(parameters);
    if (heldOut.length === 0) return null;
    const batches = minibatches(heldOut, rows, trainingRandom('held out'), sizeOf);
    const packed = function* () {
      for (const batch of batches) yield { feeds: pack(batch, null), rows: batch.length };
    };
    return lossOf(trainer, parameters, packed());
  }

  async #save(): Promise<void> {
    const { checkpoint } = this.#options;
    if (!checkpoint) return;
    const state = await this.#trainer.state();
    saveFit(checkpoint.path, {
      identity: this.#identity,
      position: this.#position,
      state,
      best: this.#best,
      reference: this.#reference,
    });
  }
}

// As a trainer has them, so that the loss is the one that it would report.
const THREADS = 2;

/**
 * The training loss of minibatches under fixed parameters, as its mean weighted by their rows.
 *
 * Throws: when there is no minibatch, or as `loadModel` does.
 */
export async function lossOf(
  { build, providers }: Pick<TrainerOptions, 'build' | 'providers'>,
  parameters: Parameters,
  batches: Iterable<{ readonly feeds: Tensors; readonly rows: number }>,
): Promise<number> {
  const graph = new Graph();
  graph.output(LOSS_OUTPUT, build(graph, frozen(graph, parameters)));
  const model = await loadModel(toOnnx(graph), signatureOf(graph), { providers, threads: THREADS });
  try {
    let [total, count] = [0, 0];
    for (const { feeds, rows } of batches) {
      total += floats(await model.run(feeds), LOSS_OUTPUT)[0]! * rows;
      count += rows;
    }
    if (count === 0) throw new Error('there are no examples to take the loss of: give at least one');
    return total / count;
  } finally {
    await model.dispose();
  }
}

/** Minibatches whose examples are sorted by size together, where nothing else is said. */
const POOL = 16;

/**
 * Shuffles examples into minibatches of `rows`, the last one perhaps smaller. With `sizeOf`, examples of like size
 * share a minibatch, so that little is padded.
 *
 * Range: one minibatch for each `rows` examples begun, whatever the order.
 */
export function minibatches<Example>(
  examples: readonly Example[],
  rows: number,
  random: () => number,
  sizeOf?: (example: Example) => number,
  pooled = POOL,
): Example[][] {
  const shuffled = shuffle(examples, random);
  const batches: Example[][] = [];
  // Sorted within pools only: with all examples sorted, a minibatch would hold the same ones in every epoch.
  const pool = rows * pooled;
  for (let start = 0; start < shuffled.length; start += pool) {
    const near = shuffled.slice(start, start + pool);
    if (sizeOf) near.sort((a, b) => sizeOf(a) - sizeOf(b));
    for (let at = 0; at < near.length; at += rows) batches.push(near.slice(at, at + rows));
  }
  return sizeOf ? shuffle(batches, random) : batches;
}

function shuffle<T>(list: readonly T[], random: () => number): T[] {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [copy[i], copy[j]] = [copy[j]!, copy[i]!];
  }
  return copy;
}
