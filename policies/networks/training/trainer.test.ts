import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { crossEntropy, maskedLogSoftmax, sumOver } from '../graph/functions.ts';
import { float32, int32, type Tensors } from '../onnx/tensor.ts';
import { createLoopTrainer } from './providers/loop-trainer.ts';
import { createTrainer, type Parameters, type Trainer, type TrainerOptions, type TrainerState } from './trainer.ts';
import { buildTrainingGraph } from './training-graph.ts';

const [ROWS, WIDTH, CLASSES, BATCH] = [50, 8, 4, 16];

function parameters(): Parameters {
  const random = seedrandom('trainer test');
  const noise = (...shape: number[]) => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((all, dim) => all * dim, 1) }, () => random() - 0.5),
  });
  return { table: noise(ROWS, WIDTH), out: noise(WIDTH, CLASSES) };
}

const OPTIONS: TrainerOptions = {
  parameters: parameters(),
  build(graph, { table, out }) {
    const rows = graph.apply('Gather', [table!, graph.input('ids', 'int32', ['batch'])]);
    const mask = graph.input('mask', 'float32', ['batch', CLASSES]);
    const target = graph.input('target', 'float32', ['batch', CLASSES]);
    const weight = graph.input('weight', 'float32', ['batch']);
    return crossEntropy(graph, maskedLogSoftmax(graph, graph.apply('MatMul', [rows, out!]), mask), target, weight);
  },
  weightDecay: 0.01,
};

/** Minibatch `n`: rows of the table whose class is their id modulo 4. */
function batch(n: number): Tensors {
  const random = seedrandom(`batch ${n}`);
  const ids = Int32Array.from({ length: BATCH }, () => Math.floor(random() * ROWS));
  const target = new Float32Array(BATCH * CLASSES);
  for (const [row, id] of ids.entries()) target[row * CLASSES + (id % CLASSES)] = 1;
  return {
    ids: int32([BATCH], ids),
    mask: float32([BATCH, CLASSES], new Float32Array(BATCH * CLASSES).fill(1)),
    target: float32([BATCH, CLASSES], target),
    weight: float32([BATCH], new Float32Array(BATCH).fill(1 / BATCH)),
  };
}

async function withTrainer<T>(options: TrainerOptions, use: (trainer: Trainer) => Promise<T>): Promise<T> {
  const trainer = await createTrainer(options);
  try {
    return await use(trainer);
  } finally {
    await trainer.dispose();
  }
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

async function train(options: TrainerOptions, from: number, to: number) {
  return withTrainer(options, async (trainer) => {
    const losses: number[] = [];
    for (const n of range(from, to)) losses.push(await trainer.step(batch(n), 0.05));
    return { losses, state: await trainer.state() };
  });
}

describe('a trainer', () => {
  it('learns, and gives the same losses and the same state every time', async () => {
    const [once, again] = [await train(OPTIONS, 0, 60), await train(OPTIONS, 0, 60)];
    expect(once.losses.at(-1)).toBeLessThan(once.losses[0]! / 4);
    expect(again).toEqual(once);
  });

  it('makes several steps at once as it makes them one by one', async () => {
    const { losses, state } = await train(OPTIONS, 0, 7);
    await withTrainer(OPTIONS, async (trainer) => {
      const first = await trainer.steps(range(0, 3).map((n) => ({ feeds: batch(n), rate: 0.05 })));
      const rest = await trainer.steps(range(3, 7).map((n) => ({ feeds: batch(n), rate: 0.05 })));
      expect([...first, ...rest]).toEqual(losses);
      expect(await trainer.state()).toEqual(state);
      expect(await trainer.parameters()).toEqual(state.parameters);
    });
  });

  it('goes on from a state as if it had never stopped, and leaves that state as it was', async () => {
    const straight = await train(OPTIONS, 0, 20);
    const { state } = await train(OPTIONS, 0, 9);
    const copy = structuredClone(state);
    const resumed = await train({ ...OPTIONS, state }, 9, 20);
    expect(resumed.state).toEqual(straight.state);
    expect(resumed.losses).toEqual(straight.losses.slice(9));
    expect(state).toEqual(copy);
    expect(state.steps).toBe(9);
  });

  it('clips the joint gradient to the norm asked for', async () => {
    // After the first step the first moment is a tenth of the clipped gradient.
    const norm = ({ firstMoments }: TrainerState) =>
      Math.hypot(...Object.values(firstMoments).flatMap(({ data }) => [...data])) * 10;
    const free = norm((await train(OPTIONS, 0, 1)).state);
    const clipped = norm((await train({ ...OPTIONS, maxGradientNorm: free / 3 }, 0, 1)).state);
    expect(free).toBeGreaterThan(0.01);
    expect(clipped / free).toBeCloseTo(1 / 3, 4);
  });

  it('clips a gradient to the norm 5 where none is asked for, and leaves a shorter one as it is', async () => {
    const steep: TrainerOptions = {
      weightDecay: 0,
      parameters: { w: { shape: [2], data: new Float32Array(2) } },
      build: (graph, { w }) => sumOver(graph, graph.apply('Mul', [w!, graph.input('x', 'float32', [2])]), [0]),
    };
    const gradient = (x: number, y: number) =>
      withTrainer(steep, async (trainer) => {
        await trainer.step({ x: float32([2], Float32Array.of(x, y)) }, 0.1);
        return [...(await trainer.state()).firstMoments.w!.data].map((moment) => Number((moment * 10).toFixed(4)));
      });
    expect(await gradient(30, 40)).toEqual([3, 4]);
    expect(await gradient(2.4, 3.2)).toEqual([2.4, 3.2]);
  });

  it('takes the first provider that can be had and names those that were refused', async () => {
    await withTrainer({ ...OPTIONS, providers: ['abacus', 'cpu'] }, async ({ provider }) => {
      expect(provider).toBe('cpu (refused: abacus: there is no trainer for "abacus", only for cpu, webgpu, cuda)');
    });
  });
});

describe('a trainer refuses', () => {
  it('a model that a provider which can be had does not take, in place of training it elsewhere', async () => {
    const broken: TrainerOptions = {
      weightDecay: 0,
      parameters: { w: { shape: [2, 3], data: new Float32Array(5) } },
      build: (graph, { w }) => sumOver(graph, w!, [0, 1]),
    };
    const made = createTrainer({ ...broken, providers: ['cpu', 'abacus'] });
    await expect(made).rejects.toThrow(/dimensions|5/);
    await expect(made).rejects.not.toThrow(/nothing can be trained|abacus/);
  });

  it('a step whose gradient is not finite although its loss is, and keeps its state', async () => {
    const steep: TrainerOptions = {
      weightDecay: 0,
      parameters: { w: { shape: [1], data: new Float32Array(1) } },
      build: (graph, { w }) => sumOver(graph, graph.apply('Mul', [w!, graph.input('x', 'float32', [1])]), [0]),
    };
    const make = [createTrainer(steep), createLoopTrainer('cpu')(buildTrainingGraph(steep), steep)];
    for (const trainer of await Promise.all(make)) {
      const before = await trainer.state();
      // The loss is 0 × 1e30; the gradient's square is beyond float32.
      const step = trainer.step({ x: float32([1], Float32Array.of(1e30)) }, 0.1);
      await expect(step).rejects.toThrow('output "gradient_norm" holds Infinity');
      expect(await trainer.state()).toEqual(before);
      expect(await trainer.step({ x: float32([1], Float32Array.of(1)) }, 0.1)).toBe(0);
      await trainer.dispose();
    }
  });

  it('providers that it has not', async () => {
    await expect(createTrainer({ ...OPTIONS, providers: ['abacus'] })).rejects.toThrow(
      /^nothing can be trained on abacus: /,
    );
    await expect(createTrainer({ ...OPTIONS, providers: [] })).rejects.toThrow('no execution provider was asked for');
  });

  it('the state of another model', async () => {
    const { state } = await train(OPTIONS, 0, 1);
    const { out, ...rest } = state.secondMoments;
    const cases: [TrainerState, string][] = [
      [{ ...state, secondMoments: rest }, '"out" is [8, 4] in the model and [missing]'],
      [{ ...state, firstMoments: { ...state.firstMoments, extra: out! } }, '"extra" that the model has not'],
      [{ ...state, parameters: { ...state.parameters, out: { ...out!, shape: [4, 8] } } }, 'and [4, 8] in the state'],
    ];
    for (const [wrong, message] of cases)
      await expect(createTrainer({ ...OPTIONS, state: wrong })).rejects.toThrow(message);
  });
});
