import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { crossEntropy, maskedLogSoftmax } from '../../networks/graph/functions.ts';
import { gradients } from '../../networks/graph/gradients.ts';
import { Graph } from '../../networks/graph/graph.ts';
import { signatureOf, toOnnx } from '../../networks/graph/serialize.ts';
import { loadModel } from '../../networks/onnx/load-model.ts';
import { float32, floats, int32 } from '../../networks/onnx/tensor.ts';
import { adaptedWeights, factorA, factorB } from '../../networks/training/lora.ts';
import { bertInputs, bertStates } from './bert.ts';
import { readEncoder } from './encoder-folder.ts';
import { encoderIn, readLearned, saveLearned } from './learned-files.ts';
import { Safetensors } from './safetensors.ts';
import { statesOf, TINY } from './testing/known-states.ts';
import { type LearnedLayers, loraOptions, tunedEncoder, upperLayers } from './tuning.ts';

const ADAPTERS = join(import.meta.dirname, 'testing', 'adapters');
const numbers = z.array(z.number());
const known = z
  .object({
    ids: z.array(z.array(z.int())),
    labels: z.array(z.int()),
    directions: numbers,
    kinds: z.record(
      z.string(),
      z.object({ means: numbers, loss: z.number(), gradients: z.record(z.string(), numbers) }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(ADAPTERS, 'peft.json'), 'utf8')));
const tiny = readEncoder(TINY);
const { width } = tiny.shape;

const largest = (found: ArrayLike<number>, wanted: readonly number[]) => {
  expect(found.length).toBe(wanted.length);
  return Math.max(...wanted.map((value, at) => Math.abs(found[at]! - value)));
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskbench-learned-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Loss and gradients by each adapter on the reference's batch, as our trainer takes them. */
async function ourGradients({
  adapters,
  parameters,
}: LearnedLayers): Promise<{ loss: number; gradients: Map<string, Float32Array> }> {
  const graph = new Graph();
  const values = Object.fromEntries(
    Object.entries(parameters).map(([name, { shape }]) => [name, graph.input(name, 'float32', shape)]),
  );
  const states = bertStates(
    graph,
    adaptedWeights(graph, tiny.parameters, values, loraOptions(tiny, adapters!)),
    bertInputs(graph),
    tiny.shape,
  );
  const share = graph.apply('Unsqueeze', [graph.input('share', 'float32', ['rows', 'tokens']), graph.ints([1])]);
  const means = graph.apply('Reshape', [graph.apply('MatMul', [share, states]), graph.ints([0, width])]);
  const scores = graph.apply('MatMul', [
    means,
    graph.initializer('directions', [width, 3], Float32Array.from(known.directions)),
  ]);
  const input = (name: string, ...rest: ('rows' | number)[]) => graph.input(name, 'float32', ['rows', ...rest]);
  const loss = crossEntropy(
    graph,
    maskedLogSoftmax(graph, scores, input('mask', 3)),
    input('target', 3),
    input('weight'),
  );
  graph.output('loss', loss);
  const names = Object.keys(values);
  for (const [at, value] of gradients(graph, loss, Object.values(values)).entries())
    graph.output(`d ${names[at]}`, value);
  const rows = known.ids.length;
  const tokens = Math.max(...known.ids.map(({ length }) => length));
  const cells = <T>(of: (ids: readonly number[], at: number) => T) =>
    known.ids.flatMap((ids) => Array.from({ length: tokens }, (_, at) => of(ids, at)));
  const model = await loadModel(toOnnx(graph), signatureOf(graph));
  const outputs = await model.run({
    ...Object.fromEntries(
      Object.entries(parameters).map(([name, { shape, data }]) => [name, float32(shape, data.slice())]),
    ),
    tokens: int32([rows, tokens], Int32Array.from(cells((ids, at) => ids[at] ?? 0))),
    places: int32([rows, tokens], Int32Array.from(cells((_, at) => at))),
    present: float32([rows, tokens], Float32Array.from(cells((ids, at) => Number(at < ids.length)))),
    share: float32([rows, tokens], Float32Array.from(cells((ids, at) => (at < ids.length ? 1 / ids.length : 0)))),
    mask: float32([rows, 3], new Float32Array(3 * rows).fill(1)),
    target: float32(
      [rows, 3],
      Float32Array.from(known.labels.flatMap((label) => [0, 1, 2].map((at) => Number(at === label)))),
    ),
    weight: float32([rows], new Float32Array(rows).fill(1 / rows)),
  });
  await model.dispose();
  return {
    loss: floats(outputs, 'loss')[0]!,
    gradients: new Map(names.map((name) => [name, floats(outputs, `d ${name}`)])),
  };
}

describe.each(['all-layers', 'last-layer'])('adapters that peft saved: %s', (kind) => {
  const theirs = known.kinds[kind]!;
  const learned = readLearned(join(ADAPTERS, kind), tiny);

  it('beside an encoder give the states that peft gives, within 1e-4', async () => {
    cpSync(TINY, folder, { recursive: true });
    cpSync(join(ADAPTERS, kind), folder, { recursive: true });
    const encoder = encoderIn(folder);
    expect(encoder.fingerprint).not.toBe(readEncoder(folder).fingerprint);
    const states = await statesOf(encoder, known.ids);
    const means = states.flatMap((all) => {
      const tokens = all.length / width;
      return Array.from({ length: width }, (_, at) => {
        let sum = 0;
        for (let token = 0; token < tokens; token++) sum += all[token * width + at]!;
        return sum / tokens;
      });
    });
    expect(largest(means, theirs.means)).toBeLessThan(1e-4);
  });

  it('have the loss and the gradients that torch gives on the same batch, within 1e-4', async () => {
    const ours = await ourGradients(learned);
    expect(Math.abs(ours.loss - theirs.loss)).toBeLessThan(1e-4);
    expect(ours.gradients.size).toBe(Object.keys(theirs.gradients).length);
    for (const [name, found] of ours.gradients) {
      const [of, suffix] = name.endsWith(factorA('')) ? [factorA('.weight'), 'lora_A'] : [factorB('.weight'), 'lora_B'];
      const wanted = theirs.gradients[`base_model.model.${name.slice(0, -of.length)}.${suffix}.weight`]!;
      expect(wanted.some((value) => Math.abs(value) > 1e-3)).toBe(true);
      // Theirs are [out, in] of the product.
      const [rows, columns] = learned.parameters[name]!.shape as [number, number];
      const turned = Float32Array.from(found, (_, at) => found[(at % rows) * columns + Math.floor(at / rows)]!);
      expect(largest(turned, wanted)).toBeLessThan(1e-4);
    }
  });

  it('are saved again with the names, shapes and numbers that peft gave them', () => {
    saveLearned(folder, learned);
    expect(readLearned(folder, tiny)).toEqual(learned);
    const fileIn = (of: string) => new Safetensors(of, readFileSync(join(of, 'adapter_model.safetensors')));
    const [ours, peft] = [fileIn(folder), fileIn(join(ADAPTERS, kind))];
    expect([...ours.names].sort()).toEqual([...peft.names].sort());
    for (const name of peft.names)
      expect(ours.read(name, peft.shapeOf(name))).toEqual(peft.read(name, peft.shapeOf(name)));
    const { r, lora_alpha, target_modules } = JSON.parse(readFileSync(join(folder, 'adapter_config.json'), 'utf8'));
    const config = JSON.parse(readFileSync(join(ADAPTERS, kind, 'adapter_config.json'), 'utf8'));
    expect({ r, lora_alpha, target_modules }).toEqual({
      ...{ r: config.r, lora_alpha: config.lora_alpha, target_modules: config.target_modules },
    });
  });
});

it('layers that learned whole are saved by the names and in the order of axes of transformers, and read again', () => {
  const upper = upperLayers(tiny, { layers: 1, adapters: null, epochs: 1, learningRate: 0.1 }, () => 0.5);
  const learned = upper.learned(
    Object.fromEntries(
      Object.entries(upper.start).map(([name, { shape, data }]) => [
        name,
        { shape, data: data.map((_, at) => at % 7) },
      ]),
    ),
  );
  saveLearned(folder, learned);
  expect(readLearned(folder, tiny)).toEqual(learned);
  cpSync(join(folder, 'layers.safetensors'), join(folder, 'model.safetensors'));
  const [name, { shape, data }] = Object.entries(learned.parameters).find(([of]) =>
    of.endsWith('intermediate.dense.weight'),
  )!;
  const file = new Safetensors('one', readFileSync(join(folder, 'model.safetensors')));
  const read = file.read(name, [...shape].reverse());
  expect(read.data[1]).toBe(data[shape[1]!]);
  expect(tunedEncoder(tiny, learned).parameters[name]!.data).toEqual(data);
});

describe('what cannot be read is refused in one line that names the file', () => {
  const config = () => JSON.parse(readFileSync(join(ADAPTERS, 'all-layers', 'adapter_config.json'), 'utf8'));
  it.each([
    [{ use_dora: true }, '"use_dora"'],
    [{ peft_type: 'IA3' }, '"peft_type"'],
    [{ bias: 'all' }, '"bias"'],
    [{ rank_pattern: { query: 4 } }, '"rank_pattern'],
    [{ target_modules: 'all-linear' }, '"target_modules"'],
    [{ target_modules: ['q_proj'] }, 'has no product "q_proj" in layer 0'],
    [{ layers_to_transform: [0] }, 'layers 0 are adapted: only all layers from one on can be read'],
    [{ r: 4 }, 'has shape [3, 24], and the configuration asks for [4, 24]'],
  ])('%j', (change, message) => {
    const at = join(folder, 'refused');
    mkdirSync(at);
    cpSync(join(ADAPTERS, 'all-layers'), at, { recursive: true });
    writeFileSync(join(at, 'adapter_config.json'), JSON.stringify({ ...config(), ...change }));
    expect(() => readLearned(at, tiny)).toThrow(message);
  });

  it('no adapters at all', () => {
    expect(() => readLearned(folder, tiny)).toThrow(/layers\.safetensors cannot be read/);
  });
});
