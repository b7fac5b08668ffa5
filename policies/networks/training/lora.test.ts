import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { crossEntropy, gelu } from '../graph/functions.ts';
import { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';

import { signatureOf, toOnnx } from '../graph/serialize.ts';
import { loadModel } from '../onnx/load-model.ts';
import { float32, floats, int32, type Tensors } from '../onnx/tensor.ts';
import { adaptedWeights, initialAdapters, type LoraOptions, loraTraining, mergeAdapters } from './lora.ts';
import { createTrainer, type Parameters } from './trainer.ts';
import { frozen } from './trainer-state.ts';
import { buildTrainingGraph } from './training-graph.ts';

const [ROWS, TOKENS, WIDTH, HIDDEN, CLASSES, BATCH] = [30, 5, 16, 24, 4, 12];
const random = seedrandom('lora test');
const noise = (...shape: number[]) => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((all, dim) => all * dim, 1) }, () => (random() - 0.5) * 0.6),
});
const BASE: Parameters = { table: noise(ROWS, WIDTH), up: noise(WIDTH, HIDDEN), down: noise(HIDDEN, CLASSES) };
const OPTIONS: LoraOptions = { layers: ['up', 'down', 'table'], rank: 3, alpha: 6 };

/** A network that knows nothing of adapters. Shape: [batch, tokens, classes]. */
function network(graph: Graph, weights: Readonly<Record<string, Value>>): Value {
  const rows = graph.apply('Gather', [weights.table!, graph.input('ids', 'int32', ['batch', TOKENS])]);
  return graph.apply('MatMul', [gelu(graph, graph.apply('MatMul', [rows, weights.up!])), weights.down!]);
}

function loss(graph: Graph, weights: Readonly<Record<string, Value>>): Value {
  const [target, weight] = [
    graph.input('target', 'float32', ['tokens', CLASSES]),
    graph.input('weight', 'float32', ['tokens']),
  ];
  const flat = graph.apply('Reshape', [network(graph, weights), graph.ints([-1, CLASSES])]);
  const logs = graph.apply('LogSoftmax', [{ ...flat, shape: target.shape }]);
  return crossEntropy(graph, logs, target, weight);
}

const ids = () =>
  int32(
    [BATCH, TOKENS],
    Int32Array.from({ length: BATCH * TOKENS }, (_, i) => (i * 7) % ROWS),
  );

function batch(): Tensors {
  const count = BATCH * TOKENS;
  const target = new Float32Array(count * CLASSES);
  for (const [at, id] of ids().data.entries()) target[at * CLASSES + (Number(id) % CLASSES)] = 1;
  return {
    ids: ids(),
    target: float32([count, CLASSES], target),
    weight: float32([count], new Float32Array(count).fill(1 / count)),
  };
}

async function outputsOf(weights: (graph: Graph) => Readonly<Record<string, Value>>): Promise<Float32Array> {
  const graph = new Graph();
  graph.output('scores', network(graph, weights(graph)));
  const model = await loadModel(toOnnx(graph), signatureOf(graph));
  const outputs = await model.run({ ids: ids() });
  await model.dispose();
  return floats(outputs, 'scores');
}

const separately = (adapters: Parameters, options = OPTIONS) =>
  outputsOf((graph) => adaptedWeights(graph, BASE, frozen(graph, adapters), options));
const baseOutputs = () => outputsOf((graph) => frozen(graph, BASE));
const gap = (a: Float32Array, b: Float32Array) => Math.max(...a.map((value, index) => Math.abs(value - b[index]!)));

async function trained(steps: number, options = OPTIONS) {
  const adapters = initialAdapters(BASE, options, seedrandom('adapters'));
  const trainer = await createTrainer({ ...loraTraining(BASE, adapters, options, loss), weightDecay: 0 });
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) losses.push(await trainer.step(batch(), 0.02));
  const state = await trainer.state();
  await trainer.dispose();
  return { adapters, state, losses };
}

describe('low-rank adapters', () => {
  it('change nothing before training', async () => {
    const adapters = initialAdapters(BASE, OPTIONS, seedrandom('adapters'));
    expect(gap(await separately(adapters), await baseOutputs())).toBe(0);
    expect(mergeAdapters(BASE, adapters, OPTIONS)).toEqual(BASE);
  });

  it('learn while the base stays, and the optimizer holds nothing but their moments', async () => {
    const before = structuredClone(BASE);
    const { adapters, state, losses } = await trained(80);
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 2);
    expect(BASE).toEqual(before);
    const names = Object.keys(adapters);
    expect(names.sort()).toEqual(OPTIONS.layers.flatMap((layer) => [`${layer}.lora_a`, `${layer}.lora_b`]).sort());
    for (const group of [state.parameters, state.firstMoments, state.secondMoments]) {
      expect(Object.keys(group).sort()).toEqual(names);
      for (const name of names) expect(group[name]!.data.some((value) => value !== 0)).toBe(true);
    }
    for (const name of names) expect(state.parameters[name]).not.toEqual(adapters[name]);
    const graph = buildTrainingGraph({ ...loraTraining(BASE, adapters, OPTIONS, loss) });
    expect(graph.carried.length).toBe(3 * names.length);
    expect(graph.graph.outputs.length).toBe(3 * names.length + 2);
  });

  it('give the same merged as separate, and another answer than the base', async () => {
    const { state } = await trained(40);
    const apart = await separately(state.parameters);
    const merged = await outputsOf((graph) => frozen(graph, mergeAdapters(BASE, state.parameters, OPTIONS)));
    const size = Math.max(...apart.map(Math.abs));
    expect(gap(apart, merged) / size).toBeLessThan(1e-5);
    expect(gap(apart, await baseOutputs())).toBeGreaterThan(0.1);
  });

  it('adapt some layers and leave the others as they are', async () => {
    const options = { ...OPTIONS, layers: ['down'] };
    const { state } = await trained(5, options);
    const merged = mergeAdapters(BASE, state.parameters, options);
    expect(merged.up).toBe(BASE.up);
    expect(merged.table).toBe(BASE.table);
    expect(merged.down).not.toEqual(BASE.down);
  });

  it('weigh by alpha over rank: twice the alpha, twice the change', async () => {
    const { state } = await trained(5, { ...OPTIONS, layers: ['down'] });
    const change = (alpha: number) =>
      mergeAdapters(BASE, state.parameters, { ...OPTIONS, layers: ['down'], alpha }).down!.data.map(
        (value, index) => value - BASE.down!.data[index]!,
      );
    expect(
      gap(
        change(12),
        change(6).map((value) => 2 * value),
      ),
    ).toBeLessThan(1e-6);
  });
});

it('adapters refuse what is no weight of two axes', () => {
  const base = { ...BASE, bias: noise(WIDTH) };
  const make = (layers: string[], rank = 2) => initialAdapters(base, { layers, rank, alpha: 1 }, random);
  expect(() => make(['bias'])).toThrow('"bias" is a parameter of shape [16]: adapt weights of two axes');
  expect(() => make(['none'])).toThrow('"none" is no parameter of the base');
  expect(() => make([])).toThrow('give at least one layer');
  expect(() => make(['up'], 0)).toThrow('rank 1');
  expect(() => mergeAdapters(base, {}, OPTIONS)).toThrow('layer "up" has no adapter');
});
