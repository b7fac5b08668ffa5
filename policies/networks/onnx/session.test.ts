import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { node } from '../export/model-file.ts';
import { createSession } from './create-session.ts';
import { identityModel } from './identity-model.ts';
import { PROBE_SHAPE, probeFault, probeFeeds, probeModel } from './probe-model.ts';
import { buffersOf } from './protocol.ts';
import { openSession } from './session.ts';
import { smallModel } from './small-model.ts';
import { float32, floats, type Tensors } from './tensor.ts';
import { closeTurnstile, newTurnstile, passThrough } from './turnstile.ts';

const two = (...numbers: number[]) => float32([2], Float32Array.from(numbers));
const spec = { type: 'float32', shape: [2] } as const;

/** total.next = total + x, y = log total.next. */
const counting = () =>
  smallModel(
    [node('Add', ['total', 'x'], ['total.next']), node('Log', ['total.next'], ['y'])],
    { total: [2], x: [2] },
    { 'total.next': [2], y: [2] },
  );
const open = (state: Tensors = { total: two(1, 1) }) =>
  openSession({
    source: counting(),
    signature: { inputs: { total: spec, x: spec }, outputs: { 'total.next': spec, y: spec } },
    providers: ['cpu'],
    threads: 1,
    state,
    placed: false,
  });

describe('a session', () => {
  it('keeps its state to itself, gives the other outputs, and reads the state as it stands', async () => {
    const session = await open();
    expect(Object.keys(await session.run({ x: two(1, 0) }))).toEqual(['y']);
    const { y } = await session.run({ x: two(1, 0) });
    expect(y).toEqual(float32([2], Float32Array.of(Math.fround(Math.log(3)), 0)));
    expect(await session.state()).toEqual({ total: two(3, 1) });
    expect(await session.release()).toEqual([]);
  });

  it('leaves the state as it was where a run gives what is no number', async () => {
    const session = await open();
    await expect(session.run({ x: two(1, -5) })).rejects.toThrow('model: output "y" holds NaN at 1');
    expect(await session.state()).toEqual({ total: two(1, 1) });
    await session.release();
    const lost = await open({ total: two(1, Number.POSITIVE_INFINITY) });
    await expect(lost.state()).rejects.toThrow('output "total" holds Infinity at 1');
    await lost.release();
  });

  it('frees what it opened where the model is another', async () => {
    const wrong = { inputs: { x: spec }, outputs: { y: spec } };
    const request = { source: counting(), signature: wrong, providers: ['cpu'], threads: 1, state: {}, placed: false };
    await expect(openSession(request)).rejects.toThrow('use a file that this version wrote');
  });

  it('writes down which nodes ran where if asked, and leaves no file behind', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith(`deskbench-nodes-${process.pid}-`));
    const signature = { inputs: { x: spec }, outputs: { 'x.next': spec } };
    const source = identityModel({ x: { dims: [2] } });
    const session = await openSession({
      ...{ source, signature, providers: ['cpu'], threads: 1, state: {}, placed: true },
    });
    await session.run({ x: two(1, 2) });
    expect(await session.release()).toMatchObject([{ provider: 'cpu', operator: 'Identity', nodes: 1 }]);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`deskbench-nodes-${process.pid}-`))).toEqual(before);
  });
});

describe('creating a session', () => {
  const request = { source: probeModel(), providers: ['cpu'], threads: 1, kept: [], profile: null };

  it('keeps outputs in a device’s memory only where there is one, and profiles only where it is asked to', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskbench-session-'));
    const opened: InferenceSession[] = [];
    for (const profile of [null, join(folder, 'nodes')]) {
      const { session, provider, onDevice } = await createSession({ ...request, kept: ['y'], profile });
      expect({ provider, onDevice }).toEqual({ provider: 'cpu', onDevice: false });
      opened.push(session);
    }
    expect(readdirSync(folder)).toHaveLength(1);
    for (const session of opened) await session.release();
    rmSync(folder, { recursive: true });
    expect(existsSync(folder)).toBe(false);
  });

  it('names what was asked for where nothing can be had', async () => {
    await expect(createSession({ ...request, providers: [] })).rejects.toThrow(
      'model cannot be loaded on nothing: no execution provider was asked for',
    );
    await expect(createSession({ ...request, providers: ['one', 'other'] })).rejects.toThrow(
      'model cannot be loaded on one or other: this runtime has no provider "other"',
    );
    const model = Uint8Array.of(1, 2, 3);
    await expect(createSession({ ...request, source: model })).rejects.toThrow(
      /^model cannot be loaded on cpu: [^\n]+$/,
    );
  });
});

describe('the probe of a provider', () => {
  it('is a product of matrices, which it knows to the last number', async () => {
    const signature = { type: 'float32', shape: PROBE_SHAPE } as const;
    const session = await openSession({
      ...{ source: probeModel(), providers: ['cpu'], threads: 1, state: {}, placed: false },
      signature: { inputs: { x: signature }, outputs: { y: signature } },
    });
    const { y } = await session.run(probeFeeds());
    await session.release();
    expect(probeFault(y!)).toBeNull();
    const numbers = floats({ y: y! }, 'y');
    for (const at of [0, numbers.length - 1]) {
      const wrong = numbers.slice();
      wrong[at]! += 1;
      expect(probeFault(float32(PROBE_SHAPE, wrong))).toMatch(
        /^a product of matrices comes to -?\d+ where it is -?\d+$/,
      );
    }
    // Not by a matrix that is all alike or only positive: those would pass through a wrong product.
    expect(new Set(floats(probeFeeds(), 'x')).size).toBe(5);
  });
});

it('each buffer is handed over once, also where two tensors share it', () => {
  const shared = new Float32Array(4);
  const tensors = { a: float32([2], shared.subarray(0, 2)), b: float32([2], shared.subarray(2)), c: two(1, 2) };
  expect(buffersOf(tensors)).toEqual([shared.buffer, tensors.c.data.buffer]);
});

describe('a turnstile', () => {
  it('lets work through, gives its result or its fault, and is then free again', async () => {
    const turnstile = newTurnstile();
    let inside = 0;
    expect(
      await passThrough(turnstile, async () => {
        inside = Atomics.load(turnstile, 0);
        return 7;
      }),
    ).toBe(7);
    expect([inside, Atomics.load(turnstile, 0)]).toEqual([1, 0]);
    await expect(passThrough(turnstile, async () => Promise.reject(new Error('torn')))).rejects.toThrow('torn');
    expect(Atomics.load(turnstile, 0)).toBe(0);
  });

  it('lets nothing in once it is closed: that work is never begun and never answered', async () => {
    const turnstile = newTurnstile();
    closeTurnstile(turnstile);
    let begun = false;
    const work = passThrough(turnstile, async () => {
      begun = true;
    });
    const first = await Promise.race([work.then(() => 'work'), new Promise((done) => setTimeout(done, 5, 'nothing'))]);
    expect({ first, begun, inside: Atomics.load(turnstile, 0) }).toEqual({ first: 'nothing', begun: false, inside: 0 });
  });
});
