import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import seedrandom from 'seedrandom';
import { afterAll, describe, expect, it } from 'vitest';
import { gelu } from '../graph/functions.ts';
import { Graph } from '../graph/graph.ts';

import { signatureOf, toOnnx } from '../graph/serialize.ts';
import { loadModel } from '../onnx/load-model.ts';
import { float32, floats } from '../onnx/tensor.ts';
import { exportFolder, inPrecision } from './in-precision.ts';

const folder = mkdtempSync(join(tmpdir(), 'deskbench-export-'));
afterAll(() => rmSync(folder, { recursive: true }));

const [TOKENS, WIDTH, HIDDEN, CLASSES] = [5, 64, 256, 12];
const random = seedrandom('export');
const noise = (size: number, scale = 1) => Float32Array.from({ length: size }, () => (random() * 2 - 1) * scale);

/** One attention and one feed-forward layer: products with weights, a product of activations, a weight used twice. */
function network() {
  const graph = new Graph();
  const x = graph.input('x', 'float32', ['batch', TOKENS, WIDTH]);
  const weight = (name: string, ...dims: [number, number]) =>
    graph.initializer(name, dims, noise(dims[0] * dims[1], Math.sqrt(3 / dims[0])));
  const query = graph.apply('MatMul', [x, weight('query', WIDTH, WIDTH)]);
  const turned = graph.apply('Transpose', [query], { perm: [0, 2, 1] });
  const attended = graph.apply('MatMul', [graph.apply('LogSoftmax', [graph.apply('MatMul', [query, turned])]), x]);
  const wide = gelu(graph, graph.apply('MatMul', [attended, weight('widen', WIDTH, HIDDEN)]));
  const narrow = weight('narrow', HIDDEN, CLASSES);
  const flat = graph.apply('Reshape', [wide, graph.ints([-1, HIDDEN])]);
  const level = graph.apply('ReduceMean', [narrow, graph.ints([0])], { keepdims: 1 });
  graph.output('y', graph.apply('Add', [graph.apply('MatMul', [flat, narrow]), level]));
  return { bytes: toOnnx(graph), signature: { ...signatureOf(graph) } };
}

type Loadable = ReturnType<typeof network>;

async function results({ signature }: Loadable, bytes: Uint8Array, batches: readonly Float32Array[]) {
  const model = await loadModel(bytes, signature);
  const all = [];
  for (const batch of batches) {
    const shape = [batch.length / (TOKENS * WIDTH), TOKENS, WIDTH];
    all.push(floats(await model.run({ x: float32(shape, batch.slice()) }), 'y'));
  }
  await model.dispose();
  return all;
}

function relativeError(found: Float32Array, expected: Float32Array): number {
  let [error, size] = [0, 0];
  for (const [i, value] of expected.entries()) {
    error += (found[i]! - value) ** 2;
    size += value ** 2;
  }
  return Math.sqrt(error / size);
}

/** y = x · weight, with nothing around it. */
function product(columns: number, values: Float32Array) {
  const graph = new Graph();
  const rows = values.length / columns;
  const x = graph.input('x', 'float32', ['batch', rows]);
  graph.output('y', graph.apply('MatMul', [x, graph.initializer('weight', [rows, columns], values)]));
  return { bytes: toOnnx(graph), signature: signatureOf(graph), rows };
}

describe('inPrecision', () => {
  const subject = network();
  const input = noise(8 * TOKENS * WIDTH);

  it('stays near the float32 results, in a smaller file', async () => {
    const variants = { fp16: inPrecision(subject.bytes, 'fp16'), int8: inPrecision(subject.bytes, 'int8') };
    const [exact] = await results(subject, inPrecision(subject.bytes, 'fp32'), [input]);
    const [half] = await results(subject, variants.fp16, [input]);
    const [byte] = await results(subject, variants.int8, [input]);
    expect(relativeError(half!, exact!)).toBeLessThan(1e-3);
    expect(relativeError(half!, exact!)).toBeGreaterThan(0);
    expect(relativeError(byte!, exact!)).toBeLessThan(0.05);
    expect(relativeError(byte!, exact!)).toBeGreaterThan(relativeError(half!, exact!));
    expect(variants.fp16.byteLength).toBeLessThan(0.55 * subject.bytes.byteLength);
    expect(variants.int8.byteLength).toBeLessThan(0.45 * subject.bytes.byteLength);
  });

  it.each(['fp16', 'int8'] as const)(
    '%s keeps what is added to a product, whatever the scales of its rows',
    async (precision) => {
      const graph = new Graph();
      const x = graph.input('x', 'float32', ['batch', TOKENS, WIDTH]);
      const weight = graph.initializer('weight', [WIDTH, WIDTH], noise(WIDTH ** 2, Math.sqrt(3 / WIDTH)));
      const bias = graph.initializer('bias', [WIDTH], noise(WIDTH, 3));
      graph.output('y', graph.apply('Add', [graph.apply('MatMul', [x, weight]), bias]));
      const loadable = { bytes: toOnnx(graph), signature: { ...signatureOf(graph) } };
      const batch = noise(4 * TOKENS * WIDTH).map((value, at) => value * 10 ** (Math.floor(at / WIDTH) % 3));
      const [exact] = await results(loadable, loadable.bytes, [batch]);
      const [found] = await results(loadable, inPrecision(loadable.bytes, precision), [batch]);
      for (let row = 0; row < 4 * TOKENS; row++) {
        const off = exact!
          .subarray(row * WIDTH, (row + 1) * WIDTH)
          .map((value, at) => value - found![row * WIDTH + at]!);
        expect(Math.max(...off.map(Math.abs))).toBeLessThan(0.1 * 10 ** (row % 3));
      }
    },
  );

  it('answers for a row whatever its company', async () => {
    const one = input.slice(0, TOKENS * WIDTH);
    const loud = Float32Array.from([...one, ...noise(TOKENS * WIDTH, 50)]);
    const part = (all: Float32Array | undefined) => all!.slice(0, TOKENS * CLASSES);
    for (const precision of ['fp16', 'int8'] as const) {
      const [alone, together] = await results(subject, inPrecision(subject.bytes, precision), [one, loud]);
      expect(part(together)).toEqual(alone);
    }
  });

  it('gives the same bytes twice, and repeats its results', async () => {
    const bytes = inPrecision(subject.bytes, 'int8');
    expect(Buffer.compare(bytes, inPrecision(subject.bytes, 'int8'))).toBe(0);
    const [first, second] = await results(subject, bytes, [input, input]);
    expect(second).toEqual(first);
  });

  it('never saturates: the largest activations times the largest weights are exact', async () => {
    const { bytes, signature, rows } = product(16, new Float32Array(128 * 16).fill(1));
    const model = await loadModel(inPrecision(bytes, 'int8'), signature);
    for (const sign of [1, -1]) {
      const y = floats(await model.run({ x: float32([1, rows], new Float32Array(rows).fill(sign)) }), 'y');
      for (const value of y) expect(value).toBeCloseTo(sign * rows, 3);
    }
    await model.dispose();
  });

  it('takes columns and rows of zeros', async () => {
    const { bytes, signature, rows } = product(
      2,
      Float32Array.from({ length: 64 }, (_, i) => (i % 2 === 0 ? 0 : 0.5)),
    );
    const model = await loadModel(inPrecision(bytes, 'int8'), signature);
    const x = new Float32Array(2 * rows).fill(1, rows);
    const y = floats(await model.run({ x: float32([2, rows], x) }), 'y');
    expect([...y.slice(0, 3)]).toEqual([0, 0, 0]);
    expect(y[3]).toBeCloseTo(rows / 2, 3);
    await model.dispose();
  });

  it('names the weight that does not fit', () => {
    const large = product(
      4,
      Float32Array.from({ length: 64 }, (_, i) => (i === 5 ? 70_000 : 1)),
    ).bytes;
    expect(() => inPrecision(large, 'fp16')).toThrow('weight "weight" holds 70000 at 5');
    expect(inPrecision(large, 'int8').byteLength).toBeGreaterThan(0);
    const broken = product(4, new Float32Array(64).fill(Number.NaN)).bytes;
    expect(() => inPrecision(broken, 'int8')).toThrow('weight "weight" holds NaN at 0');
  });

  it('refuses bytes that are no model', () => {
    for (const bytes of [new TextEncoder().encode('nonsense'), new Uint8Array(0)])
      expect(() => inPrecision(bytes, 'int8')).toThrow('the bytes are no ONNX model');
  });
});

describe('exportFolder', () => {
  const { bytes } = network();
  const from = join(folder, 'saved');
  mkdirSync(join(from, 'inner'), { recursive: true });
  writeFileSync(join(from, 'model.onnx'), bytes);
  writeFileSync(join(from, 'inner', 'second.onnx'), bytes);
  writeFileSync(join(from, 'meta.json'), '{"kept": true}');

  it('converts the models and copies the rest', () => {
    const to = join(folder, 'half');
    const size = exportFolder(from, to, 'fp16');
    expect(readFileSync(join(to, 'meta.json'), 'utf8')).toBe('{"kept": true}');
    const files = ['model.onnx', 'inner/second.onnx'].map((file) => join(to, file));
    expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBe(size);
    expect(size).toBeLessThan(0.55 * 2 * bytes.byteLength);
  });

  it('writes nothing where a model does not convert, and over nothing', () => {
    const damaged = join(folder, 'damaged');
    mkdirSync(damaged);
    writeFileSync(join(damaged, 'model.onnx'), 'nonsense');
    expect(() => exportFolder(damaged, join(folder, 'never'), 'int8')).toThrow(
      /model\.onnx: the bytes are no ONNX model/,
    );
    expect(existsSync(join(folder, 'never'))).toBe(false);
    expect(() => exportFolder(from, damaged, 'int8')).toThrow('exists already');
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    expect(() => exportFolder(empty, join(folder, 'never'), 'int8')).toThrow('holds no model');
  });
});
