import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import seedrandom from 'seedrandom';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { crossEntropy, sumOver } from '../graph/functions.ts';
import { float32, int32 } from '../onnx/tensor.ts';
import { type FitModelOptions, fitModel, lossOf } from './fit-model.ts';
import { schedule } from './schedule.ts';
import type { Parameters } from './trainer-role.ts';

interface Example {
  readonly ids: readonly number[];
  readonly label: number;
}

const [IDS, WIDTH, CLASSES, PER_EXAMPLE] = [40, 6, 3, 4];

/** The label is that of the most frequent id modulo the classes, wrong for a share of the examples. */
function examples(count: number, seed: string, wrong: number): Example[] {
  const random = seedrandom(seed);
  return Array.from({ length: count }, () => {
    const ids = Array.from({ length: PER_EXAMPLE }, () => Math.floor(random() * IDS));
    const label = random() < wrong ? Math.floor(random() * CLASSES) : ids[0]! % CLASSES;
    return { ids: [ids[0]!, ...ids], label };
  });
}

const random = seedrandom('fit test');
const noise = (...shape: number[]) => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((all, dim) => all * dim, 1) }, () => random() - 0.5),
});

const OPTIONS: FitModelOptions<Example> = {
  trainer: {
    parameters: { table: noise(IDS, WIDTH), out: noise(WIDTH, CLASSES) },
    build(graph, { table, out }) {
      const rows = graph.apply('Gather', [table!, graph.input('ids', 'int32', ['batch', PER_EXAMPLE + 1])]);
      const kept = graph.apply('Mul', [rows, graph.input('keep', 'float32', ['batch', PER_EXAMPLE + 1, 1])]);
      const logits = graph.apply('MatMul', [sumOver(graph, kept, [1]), out!]);
      const target = graph.input('target', 'float32', ['batch', CLASSES]);
      const weight = graph.input('weight', 'float32', ['batch']);
      return crossEntropy(graph, graph.apply('LogSoftmax', [logits]), target, weight);
    },
    weightDecay: 0.01,
  },
  train: examples(150, 'train', 0.3),
  heldOut: examples(80, 'held out', 0.3),
  pack(batch, draw) {
    const [rows, length] = [batch.length, PER_EXAMPLE + 1];
    const target = new Float32Array(rows * CLASSES);
    for (const [row, { label }] of batch.entries()) target[row * CLASSES + label] = 1;
    const keep = Float32Array.from({ length: rows * length }, () => (draw && draw() < 0.2 ? 0 : 1));
    return {
      ids: int32([rows, length], Int32Array.from(batch.flatMap(({ ids }) => ids))),
      keep: float32([rows, length, 1], keep),
      target: float32([rows, CLASSES], target),
      weight: float32([rows], new Float32Array(rows).fill(1 / rows)),
    };
  },
  rows: 16,
  schedule: schedule({ peak: 0.05, decay: 'cosine', warmUp: 0.1 }),
  maxEpochs: 6,
  seed: 'a',
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskbench-fit-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const heldOutBatch = () => [{ feeds: OPTIONS.pack(OPTIONS.heldOut!, null), rows: OPTIONS.heldOut!.length }];

describe('fitModel', () => {
  it('learns, and gives the same bytes for a seed and others for another', async () => {
    const [once, again, other] = [
      await fitModel(OPTIONS),
      await fitModel(OPTIONS),
      await fitModel({ ...OPTIONS, seed: 'b' }),
    ];
    expect(once.epochs.at(-1)!.loss).toBeLessThan(once.epochs[0]!.loss * 0.8);
    expect(again).toEqual(once);
    expect(other.parameters).not.toEqual(once.parameters);
    expect(once.provider).toBe('cpu');
  });

  it('stops when the held-out loss has not fallen for as long as its patience, and restores the best', async () => {
    const train = examples(60, 'few', 0.8);
    const fitted = await fitModel({ ...OPTIONS, train, maxEpochs: 60, patience: 3 });
    const losses = fitted.epochs.map(({ heldOutLoss }) => heldOutLoss!);
    expect(fitted.bestEpoch).toBe(losses.indexOf(Math.min(...losses)));
    expect(fitted.epochs.length).toBe(fitted.bestEpoch + 1 + 3);
    expect(fitted.epochs.length).toBeLessThan(60);
    expect(await lossOf(OPTIONS.trainer, fitted.parameters, heldOutBatch())).toBeCloseTo(losses[fitted.bestEpoch]!, 5);
  });

  it('lets the last epoch stand where nothing is held out, and takes a loss of the caller’s', async () => {
    const { heldOut, ...rest } = OPTIONS;
    const last = await fitModel({ ...rest, maxEpochs: 3, patience: 1 });
    expect(last.epochs.map(({ heldOutLoss }) => heldOutLoss)).toEqual([null, null, null]);
    expect(last.bestEpoch).toBe(2);
    const seen: unknown[] = [];
    const answers = [3, 1, 2, 5];
    const own = await fitModel({
      ...OPTIONS,
      patience: 2,
      heldOutLoss: async (parameters) => answers[seen.push(parameters) - 1]!,
    });
    expect(own.bestEpoch).toBe(1);
    expect(own.parameters).toBe(seen[1]);
    expect(seen.length).toBe(4);
  });

  it('reports fractions that rise to 1, from which the time left follows', async () => {
    const fractions: number[] = [];
    await fitModel({ ...OPTIONS, maxEpochs: 4, onProgress: (fraction) => fractions.push(fraction) });
    expect(fractions.length).toBeGreaterThanOrEqual(4);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
  });

  it('is looked at from time to time, and changes nothing by it', async () => {
    const { heldOut, ...rest } = OPTIONS;
    const [every, maxEpochs] = [7, 2];
    const steps = maxEpochs * Math.ceil(rest.train.length / rest.rows);
    const seen: number[] = [];
    let last: unknown = null;
    const look = async (parameters: unknown, made: number) => {
      seen.push(made);
      last = parameters;
      return true;
    };
    const watched = await fitModel({ ...rest, maxEpochs, watch: { every, look } });
    expect(seen).toEqual([...Array.from({ length: Math.ceil(steps / every) }, (_, at) => at * every), steps]);
    expect(last).toEqual(watched.parameters);
    expect(watched).toEqual(await fitModel({ ...rest, maxEpochs }));
    await expect(fitModel({ ...rest, watch: { every: 0, look } })).rejects.toThrow('watch.every is 0');
  });

  it.each([0, 5])('stops after step %i where who looks says so, and stays stopped', async (end) => {
    const { heldOut, ...rest } = OPTIONS;
    const seen: Parameters[] = [];
    const look = async (parameters: Parameters, made: number) => {
      seen.push(parameters);
      return made < end;
    };
    const stopping = { ...rest, watch: { every: 5, look }, checkpoint: { path: join(folder, 'fit'), everySteps: 3 } };
    const stopped = await fitModel(stopping);
    expect(seen.length).toBe(end === 0 ? 1 : 2);
    expect(stopped.parameters).toEqual(seen.at(-1));
    if (end > 0) expect((await fitModel(stopping)).parameters).toEqual(stopped.parameters);
    expect(seen.length).toBe(end === 0 ? 1 : 2);
  });

  it('refuses to train on nothing', async () => {
    await expect(fitModel({ ...OPTIONS, train: [] })).rejects.toThrow('no examples to train on');
    await expect(fitModel({ ...OPTIONS, maxEpochs: 0 })).rejects.toThrow('maxEpochs is 0');
    const never = { path: join(folder, 'never'), everySteps: 0 };
    await expect(fitModel({ ...OPTIONS, checkpoint: never })).rejects.toThrow('everySteps is 0');
  });
});

/** Fits until a certain progress call, then breaks off there as a killed process would. */
async function brokenOff(options: FitModelOptions<Example>, calls: number): Promise<void> {
  let left = calls;
  const onProgress = () => {
    left--;
    if (left === 0) throw new Error('broken off');
  };
  await expect(fitModel({ ...options, onProgress })).rejects.toThrow('broken off');
}

describe('a fit with a checkpoint', () => {
  it.each([1, 4, 9, 14])('goes on to the same bytes after it is broken off at call %i', async (calls) => {
    const path = join(folder, 'fit.checkpoint');
    const checkpoint = { path, everySteps: 4 };
    const options = { ...OPTIONS, patience: 4 };
    const straight = await fitModel({ ...options, checkpoint: { ...checkpoint, path: join(folder, 'straight') } });
    expect(straight).toEqual(await fitModel(options));
    await brokenOff({ ...options, checkpoint }, calls);
    const middle = readFileSync(path);
    const steps: number[] = [];
    expect(await fitModel({ ...options, checkpoint, onProgress: (done) => steps.push(done) })).toEqual(straight);
    expect(steps[0]).toBeGreaterThan(4 / 60 - 1e-9);
    expect(readFileSync(path).equals(readFileSync(join(folder, 'straight')))).toBe(true);
    expect(readFileSync(path).equals(middle)).toBe(false);
  });

  it('gives its result again without a step once it is done', async () => {
    const checkpoint = { path: join(folder, 'fit.checkpoint'), everySteps: 100 };
    const done = await fitModel({ ...OPTIONS, checkpoint });
    let steps = 0;
    expect(await fitModel({ ...OPTIONS, checkpoint, onProgress: () => steps++ })).toEqual(done);
    expect(steps).toBe(0);
  });

  it('refuses the checkpoint of another training, and leaves it as it is', async () => {
    const path = join(folder, 'fit.checkpoint');
    const checkpoint = { path, everySteps: 4 };
    await brokenOff({ ...OPTIONS, checkpoint }, 2);
    expect(existsSync(path)).toBe(true);
    const before = readFileSync(path);
    const trainer = OPTIONS.trainer;
    const others: Partial<FitModelOptions<Example>>[] = [
      { seed: 'b' },
      { rows: 8 },
      { train: examples(150, 'other', 0.3) },
      { schedule: schedule({ peak: 0.04, decay: 'cosine', warmUp: 0.1 }) },
      { trainer: { ...trainer, weightDecay: 0 } },
      { trainer: { ...trainer, maxGradientNorm: 1 } },
      { trainer: { ...trainer, parameters: { ...trainer.parameters, out: noise(WIDTH, CLASSES) } } },
    ];
    for (const other of others)
      await expect(fitModel({ ...OPTIONS, ...other, checkpoint })).rejects.toThrow(
        `checkpoint ${path} is of another training`,
      );
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('refuses a damaged checkpoint', async () => {
    const path = join(folder, 'fit.checkpoint');
    const checkpoint = { path, everySteps: 4 };
    await brokenOff({ ...OPTIONS, checkpoint }, 2);
    writeFileSync(path, readFileSync(path).subarray(0, -1));
    await expect(fitModel({ ...OPTIONS, checkpoint })).rejects.toThrow(`checkpoint ${path} is damaged: remove it`);
  });
});
