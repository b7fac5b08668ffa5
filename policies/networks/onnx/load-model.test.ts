import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sumOver } from '../graph/functions.ts';
import { Graph } from '../graph/graph.ts';

import { signatureOf, toOnnx } from '../graph/serialize.ts';
import { loadModel, watchingModels } from './load-model.ts';
import type { Placement } from './placement.ts';
import type { ModelSignature } from './signature.ts';
import { float32, floats, scalar, type Tensors } from './tensor.ts';

const folder = mkdtempSync(join(tmpdir(), 'deskbench-onnx-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** y = log(x), which is NaN below 0 and -Infinity at 0. */
function logModel() {
  const graph = new Graph();
  graph.output('y', graph.apply('Log', [graph.input('x', 'float32', ['n'])]));
  return { bytes: toOnnx(graph), signature: signatureOf(graph) };
}

function with_(signature: ModelSignature, role: 'inputs' | 'outputs', specs: object): ModelSignature {
  return { ...signature, [role]: { ...signature[role], ...specs } };
}

describe('loadModel', () => {
  it('runs a model from bytes and from a path, on several shapes', async () => {
    const { bytes, signature } = logModel();
    const path = join(folder, 'log.onnx');
    writeFileSync(path, bytes);
    for (const source of [bytes, path]) {
      const model = await loadModel(source, signature);
      expect(model.provider).toBe('cpu');
      for (const n of [1, 5]) {
        const y = floats(await model.run({ x: float32([n], new Float32Array(n).fill(Math.E)) }), 'y');
        for (const value of y) expect(value).toBeCloseTo(1, 6);
      }
      await model.dispose();
    }
  });

  it('names the output that is not finite', async () => {
    const { bytes, signature } = logModel();
    const model = await loadModel(bytes, signature);
    await expect(model.run({ x: float32([2], Float32Array.of(1, -1)) })).rejects.toThrow('output "y" holds NaN at 1');
    await expect(model.run({ x: float32([1], Float32Array.of(0)) })).rejects.toThrow('output "y" holds -Infinity at 0');
    // The model can be used on.
    expect(floats(await model.run({ x: scalarVector(1) }), 'y')[0]).toBe(0);
    await model.dispose();
  });

  it('refuses other names, types and shapes at load', async () => {
    const { bytes, signature } = logModel();
    const float = (shape: (number | null)[]) => ({ type: 'float32', shape }) as const;
    const cases: [ModelSignature, string][] = [
      [with_(signature, 'inputs', { z: float([null]) }), 'model has no input "z"'],
      [with_(signature, 'inputs', { x: float([3]) }), 'input "x" has shape [n], expected [3]'],
      [with_(signature, 'inputs', { x: { type: 'int32', shape: [null] } }), 'input "x" is float32, expected int32'],
      [with_(signature, 'outputs', { y: float([null, null]) }), 'output "y" has shape'],
      [{ ...signature, outputs: {} }, 'has an unexpected output "y"'],
    ];
    for (const [wrong, message] of cases) await expect(loadModel(bytes, wrong)).rejects.toThrow(message);
  });

  it('gives one line on a file that is missing or no model', async () => {
    const { signature } = logModel();
    writeFileSync(join(folder, 'bad.onnx'), 'nonsense');
    for (const name of ['bad.onnx', 'missing.onnx'])
      await expect(loadModel(join(folder, name), signature)).rejects.toThrow(
        new RegExp(`^model [^\\n]*${name} cannot be loaded on cpu: [^\\n]+$`),
      );
  });

  it('tries providers in the order asked and records what was refused', async () => {
    const { bytes, signature } = logModel();
    const model = await loadModel(bytes, signature, { providers: ['no-such-provider', 'cpu'] });
    expect(model.provider).toBe('cpu (refused: no-such-provider: this runtime has no provider "no-such-provider")');
    await model.dispose();
    await expect(loadModel(bytes, signature, { providers: ['no-such-provider'] })).rejects.toThrow(
      'cannot be loaded on no-such-provider',
    );
  });

  it('does not fall through to another provider where the first can be had and does not take the model', async () => {
    const { signature } = logModel();
    writeFileSync(join(folder, 'bad.onnx'), 'nonsense');
    const loading = loadModel(join(folder, 'bad.onnx'), signature, { providers: ['cpu', 'no-such-provider'] });
    await expect(loading).rejects.toThrow(/bad\.onnx cannot be loaded on cpu: (?!this runtime)/);
  });

  it('carries state from run to run inside its thread', async () => {
    const graph = new Graph();
    const next = graph.apply('Add', [graph.input('total', 'float32', []), graph.input('x', 'float32', [])]);
    graph.output('total.next', next);
    graph.output('twice', graph.apply('Add', [next, next]));
    graph.output('runs.next', graph.apply('Add', [graph.input('runs', 'float32', []), graph.scalar(1)]));
    const state = { total: scalar(10), runs: scalar(0) };
    const model = await loadModel(toOnnx(graph), signatureOf(graph), { state });
    expect(floats(await model.run({ x: scalar(1) }), 'twice')[0]).toBe(22);
    expect(floats(await model.run({ x: scalar(2) }), 'twice')[0]).toBe(26);
    const read = async (names?: string[]) =>
      Object.entries(await model.state(names)).map(([id, { data }]) => [id, data[0]]);
    expect(await read()).toEqual([
      ['total', 13],
      ['runs', 2],
    ]);
    // What was read is a copy: it stays as it was while the model goes on.
    const before = await model.state(['total']);
    await model.run({ x: scalar(4) });
    await model.run({ x: scalar(8) });
    expect(floats(before, 'total')[0]).toBe(13);
    expect(await read(['total'])).toEqual([['total', 25]]);
    expect(await read(['runs'])).toEqual([['runs', 4]]);
    await model.dispose();
    await expect(model.run({ x: scalar(2) })).rejects.toThrow('was disposed of');
  });

  it('is watched: each run, and which nodes ran where', async () => {
    const { bytes, signature } = logModel();
    const nodes: Placement[] = [];
    let runs = 0;
    const onRun = (run: () => Promise<Tensors>) => {
      runs++;
      return run();
    };
    await watchingModels({ onRun, onPlacement: (found) => nodes.push(...found) }, async () => {
      const model = await loadModel(bytes, signature);
      for (let at = 0; at < 3; at++) await model.run({ x: scalarVector(1) });
      await model.dispose();
    });
    expect(runs).toBe(3);
    // A node counts once, however often it ran.
    expect(nodes).toEqual([{ provider: 'cpu', operator: 'Log', nodes: 1, ms: expect.any(Number) }]);
    const unseen = await loadModel(bytes, signature);
    await unseen.run({ x: scalarVector(1) });
    await unseen.dispose();
    expect({ runs, nodes: nodes.length }).toEqual({ runs: 3, nodes: 1 });
  });

  it('leaves the event loop free while a model runs', async () => {
    const graph = new Graph();
    const x = graph.input('x', 'float32', [700, 700]);
    let y = x;
    for (let i = 0; i < 40; i++) y = graph.apply('Tanh', [graph.apply('MatMul', [y, x])]);
    graph.output('y', sumOver(graph, y, [0, 1]));
    const model = await loadModel(toOnnx(graph), signatureOf(graph));
    let ticks = 0;
    const ticker = setInterval(() => ticks++, 1);
    await model.run({ x: float32([700, 700], new Float32Array(700 * 700).fill(0.001)) });
    clearInterval(ticker);
    expect(ticks).toBeGreaterThan(5);
    await model.dispose();
  });

  it('lets a process exit with the code that it asks for while a model runs', () => {
    const script = `
      import { loadModel } from ${JSON.stringify(new URL('./load-model.ts', import.meta.url).href)};
      const model = await loadModel(process.argv[2], { inputs: { x: { type: 'float32', shape: [700, 700] } }, outputs: { y: { type: 'float32', shape: [] } } });
      model.run({ x: { type: 'float32', shape: [700, 700], data: new Float32Array(490000).fill(0.001) } });
      setTimeout(() => process.exit(3), 30);`;
    const graph = new Graph();
    const x = graph.input('x', 'float32', [700, 700]);
    let y = x;
    for (let i = 0; i < 60; i++) y = graph.apply('Tanh', [graph.apply('MatMul', [y, x])]);
    graph.output('y', sumOver(graph, y, [0, 1]));
    const path = join(folder, 'slow.onnx');
    writeFileSync(path, toOnnx(graph));
    const main = join(folder, 'exits.mts');
    writeFileSync(main, script);
    const child = spawnSync(process.execPath, ['--import', 'tsx', main, path], { encoding: 'utf8' });
    expect(child.stderr).not.toContain('terminate called');
    expect(child.status).toBe(3);
  });

  it('keeps the runtime from telling its makers anything: nothing is written for that under HOME', () => {
    const { bytes } = logModel();
    const [path, main, home] = ['quiet.onnx', 'quiet.mts', 'home'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(path, bytes);
    mkdirSync(home);
    const script = `
      import { loadModel } from ${JSON.stringify(new URL('./load-model.ts', import.meta.url).href)};
      const spec = { type: 'float32', shape: [null] };
      const model = await loadModel(process.argv[2], { inputs: { x: spec }, outputs: { y: spec } });
      const { y } = await model.run({ x: { type: 'float32', shape: [1], data: Float32Array.of(1) } });
      process.stdout.write(String(y.data[0]));
      await model.dispose();`;
    writeFileSync(main, script);
    // It is quiet by itself where it takes the machine for one of CI.
    const { CI: _, ORT_DISABLE_TELEMETRY: __, XDG_CACHE_HOME: ___, ...env } = process.env;
    const child = spawnSync(process.execPath, ['--import', 'tsx', main, path], {
      encoding: 'utf8',
      env: { ...env, HOME: home },
    });
    expect(child.stdout).toBe('0');
    expect(readdirSync(home)).toEqual([]);
  });

  it('refuses an input whose buffer was handed over before, in place of waiting for an answer without end', async () => {
    const { bytes, signature } = logModel();
    const model = await loadModel(bytes, signature);
    const x = float32([2], Float32Array.of(1, 1));
    await model.run({ x });
    await expect(model.run({ x })).rejects.toThrow('input "x" has 0 values for shape [2]: give 2, in a buffer not');
    await model.dispose();
  });

  it('hands over a view without emptying the buffer that it looks into', async () => {
    const { bytes, signature } = logModel();
    const model = await loadModel(bytes, signature);
    const buffer = new Float32Array(4).fill(1);
    await model.run({ x: float32([2], buffer.subarray(0, 2)) });
    expect(buffer).toHaveLength(4);
    await model.dispose();
  });
});

function scalarVector(value: number) {
  return float32([1], Float32Array.of(value));
}
