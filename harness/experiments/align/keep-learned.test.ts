import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { smallDeskExamples } from '../../../policies/testing/small-desk.ts';
import type { GatheredAnswer } from '../../bench/feedback/gather-answers.ts';
import type { Policy } from '../../contract/policy.ts';
import { keepingLearner } from './keep-learned.ts';
import type { Learned, Learning } from './learn.ts';
import { type Method, methodsOf } from './methods.ts';

const policy = { name: 'p', provider: 'cpu', fingerprint: 'f', suggest: async () => [], dispose: async () => {} };
const answers = smallDeskExamples(2, 'asked').map(({ screen, action, session }, step): GatheredAnswer => {
  const told = { id: session, session, step, operator: null, screen, action, logged: action };
  return { ...told, suggestion: action, accepted: true };
});
const learning: Learning = {
  ...{ networks: [], answers, heldOut: answers, flipped: 0, steps: 2, seed: '1' },
  judge: { judge: async () => Promise.reject(new Error('nothing is judged')) },
  settings: [{ learningRate: 0.001, beta: 0.1 }],
};
const sums = { sessions: ['s'], cases: ['c'], numerators: [1], denominators: [2] };
const point = { steps: 2, divergence: 0.5, historical: sums, hard: sums };
const learned = (value: number): Learned => ({
  ...{ setting: { learningRate: 0.001, beta: null }, tried: 4, heldOut: 0.25 },
  curve: [{ ...point, mass: { chosen: 0.5, rejected: 0.25, else: 0.25 } }],
  parameters: {
    actions: { wide: { shape: [2], data: Float32Array.of(value, 2) } },
    values: { 'a.b': { shape: [1, 2], data: Float32Array.of(3, 4) } },
  },
});

let folder: string;
let times: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskbench-learned-'));
  times = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const by = async () => learned(++times);
const [zero, frozen, soft] = (await methodsOf(['dpo'], ['frozen', 'soft'])) as [Method, Method, Method];
const from = { policy, answers: [answers] };

it('gives again what was learned from the same, also to another process, and learns from anything else', async () => {
  const keep = keepingLearner(folder, by);
  expect(await keep(frozen, learning, from)).toEqual(learned(1));
  const onProgress = () => undefined;
  expect(await keepingLearner(folder, by)(frozen, { ...learning, onProgress }, from)).toEqual(learned(1));
  const others: (() => Promise<Learned>)[] = [
    () => keep(zero, learning, from),
    () => keep(soft, learning, from),
    () => keep(frozen, { ...learning, seed: '2' }, from),
    () => keep(frozen, { ...learning, steps: 1 }, from),
    () => keep(frozen, { ...learning, flipped: 0.1 }, from),
    () => keep(frozen, { ...learning, settings: [{ learningRate: 0.002, beta: 0.1 }] }, from),
    () => keep(frozen, learning, { ...from, answers: [answers.slice(1)] }),
    () => keep(frozen, learning, { ...from, answers: [answers.map((one) => ({ ...one, accepted: false }))] }),
    () => keep(frozen, learning, { ...from, policy: { ...policy, fingerprint: 'g' } }),
  ];
  for (const [at, other] of others.entries()) expect(await other()).toEqual(learned(at + 2));
  for (const [at, other] of others.entries()) expect(await other()).toEqual(learned(at + 2));
});

it('keeps nothing without a folder, nor of a policy of which nobody knows what it was made from', async () => {
  const { fingerprint: _, ...unknown } = policy;
  const runs: (() => Promise<Learned>)[] = [
    () => keepingLearner(false, by)(frozen, learning, from),
    () => keepingLearner(folder, by)(frozen, learning, { ...from, policy: unknown as Policy }),
  ];
  for (const [at, run] of runs.entries()) {
    expect(await run()).toEqual(learned(2 * at + 1));
    expect(await run()).toEqual(learned(2 * at + 2));
  }
});
