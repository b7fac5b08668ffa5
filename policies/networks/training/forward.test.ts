import { createHash } from 'node:crypto';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { crossEntropy, gelu, maskedLogSoftmax } from '../graph/functions.ts';
import { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';

import { signatureOf, toOnnx } from '../graph/serialize.ts';
import { loadModel } from '../onnx/load-model.ts';
import { float32, floats, int32, type Tensors } from '../onnx/tensor.ts';
import { lossOf } from './fit-model.ts';
import { createTrainer, type Parameters, type TrainerOptions, type TrainerState } from './trainer.ts';
import { frozen } from './trainer-state.ts';

// Large enough that the runtime shares its operators out between two threads; a few rows take most of the ids.
const [ROWS, TOKENS, WIDTH, HIDDEN, CLASSES, BATCH] = [4000, 24, 64, 128, 12, 64];

function parameters(): Parameters {
  const random = seedrandom('forward test');
  const noise = (scale: number, ...shape: number[]) => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((all, dim) => all * dim, 1) }, () => (random() - 0.5) * scale),
  });
  return {
    table: noise(1, ROWS, WIDTH),
    scale: { shape: [WIDTH], data: new Float32Array(WIDTH).fill(1) },
    shift: noise(0.1, WIDTH),
    mix: noise(0.3, WIDTH, WIDTH),
    up: noise(0.3, WIDTH, HIDDEN),
    down: noise(0.3, HIDDEN, CLASSES),
  };
}

/** Attention over embedded tokens, a hidden layer, scores from the first token. Shape: [batch, classes]. */
function network(graph: Graph, weights: Readonly<Record<string, Value>>): Value {
  const { table, scale, shift, mix, up, down } = weights;
  const x = graph.apply('Gather', [table!, graph.input('ids', 'int32', ['batch', TOKENS])]);
  const normal = graph.apply('LayerNormalization', [x, scale!, shift!]);
  const keys = graph.apply('Transpose', [normal], { perm: [0, 2, 1] });
  const match = graph.apply('MatMul', [graph.apply('MatMul', [normal, mix!]), keys]);
  const attention = graph.apply('Softmax', [graph.apply('Mul', [match, graph.scalar(1 / Math.sqrt(WIDTH))])]);
  const read = graph.apply('Add', [x, graph.apply('MatMul', [attention, normal])]);
  const pooled = graph.apply('ReduceMean', [read, graph.ints([1])], { keepdims: 0 });
  return graph.apply('MatMul', [gelu(graph, graph.apply('MatMul', [pooled, up!])), down!]);
}

const OPTIONS: TrainerOptions = {
  parameters: parameters(),
  build(graph, weights) {
    const mask = graph.input('mask', 'float32', ['batch', CLASSES]);
    const target = graph.input('target', 'float32', ['batch', CLASSES]);
    const weight = graph.input('weight', 'float32', ['batch']);
    return crossEntropy(graph, maskedLogSoftmax(graph, network(graph, weights), mask), target, weight);
  },
  weightDecay: 0.01,
};

function batch(n: number): Tensors {
  const random = seedrandom(`forward batch ${n}`);
  const ids = Int32Array.from({ length: BATCH * TOKENS }, () => Math.floor(random() ** 6 * ROWS));
  const target = new Float32Array(BATCH * CLASSES);
  for (let row = 0; row < BATCH; row++) target[row * CLASSES + (ids[row * TOKENS]! % CLASSES)] = 1;
  return {
    ids: int32([BATCH, TOKENS], ids),
    mask: float32([BATCH, CLASSES], new Float32Array(BATCH * CLASSES).fill(1)),
    target: float32([BATCH, CLASSES], target),
    weight: float32([BATCH], new Float32Array(BATCH).fill(1 / BATCH)),
  };
}

function digest({ parameters, firstMoments, secondMoments }: TrainerState): string {
  const hash = createHash('sha256');
  for (const group of [parameters, firstMoments, secondMoments])
    for (const { data } of Object.values(group)) hash.update(new Uint8Array(data.buffer));
  return hash.digest('hex');
}

async function train(steps: number) {
  const trainer = await createTrainer(OPTIONS);
  const losses: number[] = [];
  for (let n = 0; n < steps; n++) losses.push(await trainer.step(batch(n), 0.01));
  const state = await trainer.state();
  await trainer.dispose();
  return { losses, state };
}

describe('training on two threads', () => {
  it('repeats bit by bit, with ids that many rows share', async () => {
    const once = await train(8);
    for (let again = 0; again < 3; again++) {
      const { losses, state } = await train(8);
      expect(losses).toEqual(once.losses);
      expect(digest(state)).toBe(digest(once.state));
    }
  });

  it('leaves a loss that the exported network has too', async () => {
    const { state } = await train(6);
    const trainer = await createTrainer({ ...OPTIONS, state });
    const inTraining = await trainer.step(batch(6), 0);
    await trainer.dispose();
    const exported = await lossOf(OPTIONS, state.parameters, [{ feeds: batch(6), rows: BATCH }]);
    expect(Math.abs(exported - inTraining) / inTraining).toBeLessThan(1e-6);
  });

  it('leaves scores that the exported network has too', async () => {
    const { state } = await train(6);
    const scored = async (weights: (graph: Graph) => Readonly<Record<string, Value>>, more: Tensors) => {
      const graph = new Graph();
      graph.output('scores', network(graph, weights(graph)));
      const model = await loadModel(toOnnx(graph), signatureOf(graph));
      const outputs = await model.run({ ids: batch(6).ids!, ...more });
      await model.dispose();
      return floats(outputs, 'scores');
    };
    const stored = await scored((graph) => frozen(graph, state.parameters), {});
    const fed = await scored(
      (graph) =>
        Object.fromEntries(
          Object.entries(state.parameters).map(([name, { shape }]) => [name, graph.input(name, 'float32', shape)]),
        ),
      Object.fromEntries(
        Object.entries(state.parameters).map(([name, { shape, data }]) => [name, float32(shape, data.slice())]),
      ),
    );
    const size = Math.max(...stored.map(Math.abs));
    expect(Math.max(...stored.map((value, index) => Math.abs(value - fed[index]!))) / size).toBeLessThan(1e-6);
  });
});

describe('the loss of minibatches', () => {
  it('weighs them by their rows', async () => {
    const { parameters: start } = OPTIONS;
    const of = (n: number, rows: number) => ({ feeds: batch(n), rows });
    const [first, second] = [await lossOf(OPTIONS, start, [of(0, 1)]), await lossOf(OPTIONS, start, [of(1, 1)])];
    expect(await lossOf(OPTIONS, start, [of(0, 3), of(1, 1)])).toBeCloseTo((3 * first + second) / 4, 6);
    await expect(lossOf(OPTIONS, start, [])).rejects.toThrow('give at least one');
  });
});
