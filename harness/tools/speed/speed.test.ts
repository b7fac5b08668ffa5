import { beforeEach, expect, it, vi } from 'vitest';
import { measureDrivers } from '../../../simulators/desk/browser/measure.ts';
import { findPolicy } from '../../bench/models/recipes.ts';
import { captureOutput } from '../../capture-output.ts';
import type { Session } from '../../contract/session.ts';
import { bareEngine, modelAgainstEngine } from './in-process.ts';
import { inferenceSpeeds } from './inference.ts';
import { latencies } from './latency.ts';
import { timeQuestions } from './many-steps.ts';
import { closedLoopOf, memoryOf } from './measure-in-child.ts';
import { preferenceAgainstSupervised } from './preference-step.ts';
import { type SpeedOptions, speed } from './speed.ts';
import { SPEED_PARTS, type SpeedPart } from './speed-parts.ts';
import { trainingAgainstProducts } from './training-step.ts';

// Each measure is tested beside it: here what is asked of it, and what is said of what it came to.
vi.mock('../../../simulators/desk/browser/measure.ts');
vi.mock('../../bench/desks/desks.ts', () => ({ inProcessDesks: () => ({ openEnvironment: () => null }) }));
vi.mock('../../bench/models/recipes.ts');
vi.mock('./in-process.ts');
vi.mock('./inference.ts');
vi.mock('./latency.ts');
vi.mock('./many-steps.ts');
vi.mock('./measure-in-child.ts');
vi.mock('./preference-step.ts');
vi.mock('./training-step.ts');
vi.mock('../../engine/log-examples.ts', () => ({
  logExamples: async (sessions: readonly Session[]) => sessions.map(({ id }) => ({ screen: id })),
}));
vi.mock('../../bench/data/embedded-dataset.ts', () => ({
  embeddedDataset: (count: number) => ({
    catalog: {},
    sessions: Array.from({ length: count }, (_, at) => ({ id: at })),
  }),
}));

const policy = { name: 'mine', dispose: vi.fn(async () => {}) };
const fit = vi.fn(async (_examples: readonly object[]) => policy);
const speeds = (stepsPerSecond: readonly number[], ...overFirst: readonly number[]) => ({ stepsPerSecond, overFirst });
const play = { sessions: 15_000, steps: 3000, peakBytes: 1.25 * 2 ** 30, seconds: 12.34 };

beforeEach(() => {
  vi.clearAllMocks();
  vi.mocked(findPolicy).mockResolvedValue({ fit } as never);
  vi.mocked(modelAgainstEngine).mockResolvedValue(speeds([2000.4, 1700], 1, 0.85) as never);
  vi.mocked(latencies).mockResolvedValue([
    { batch: 1, calls: 100, p50Ms: 1.234, p95Ms: 12.34 },
    { batch: 32, calls: 9, p50Ms: 9.999, p95Ms: 10 },
  ]);
  vi.mocked(trainingAgainstProducts).mockResolvedValue(speeds([80e9, 60e9, 45e9], 1, 0.75, 0.5625) as never);
  vi.mocked(preferenceAgainstSupervised).mockResolvedValue(speeds([1234.4, 987], 1, 0.8));
  vi.mocked(inferenceSpeeds).mockResolvedValue([
    { precision: 'fp32', batch: 8, perSecond: 1234.4, overFp32: 1 },
    { precision: 'int8', batch: 8, perSecond: 2468.8, overFp32: 2 },
  ] as never);
  vi.mocked(bareEngine).mockResolvedValue(speeds([200_000, 90_000], 1, 0.45) as never);
  vi.mocked(measureDrivers).mockResolvedValue({
    ...{ trusted: 300, trustedTwoContexts: 420, locators: 60, reducer: 500 },
    ...{ trustedOverLocators: 5, trustedOverReducer: 0.6, twoContextsOverOne: 1.4 },
  });
  vi.mocked(memoryOf).mockResolvedValue(play);
  vi.mocked(closedLoopOf).mockResolvedValue({ ...play, unattended: 750, prepareSeconds: 40, cpuSeconds: 20.06 });
  vi.mocked(timeQuestions).mockResolvedValue([0.5, 1.75, 0.25]);
});

/** The lines that are said below the heading, in their columns. */
async function said(options: Partial<SpeedOptions> = {}): Promise<string[][]> {
  const output = captureOutput();
  try {
    await speed({ policy: 'mine', cache: false, sessions: 40, ...options });
  } finally {
    output.end();
  }
  const lines = output.text().trimEnd().split('\n').slice(2);
  return lines.map((line) => line.trim().split(/ {2,}/));
}

const SAID: Readonly<Record<SpeedPart, readonly (readonly string[])[]>> = {
  model: [
    ['(a) mine alone, batch 256', '2,000 steps/s'],
    ['in-process engine with it', '1,700 steps/s'],
    ['ratio', '0.85', 'target: at least 0.8'],
  ],
  latency: [
    ['(i) mine, 100 calls of 1 screen', '1.23 ms p50', '12 ms p95'],
    ['mine, 9 calls of 32 screens', '10.00 ms p50', '10 ms p95'],
  ],
  training: [
    ['(e) large matrix products, two threads', '80 GFLOP/s'],
    ['the products of a training step, alone', '60 GFLOP/s'],
    ['the whole training step', '45 GFLOP/s'],
    ['its ratio to large products', '0.56', 'target: at least 0.6'],
    ['its ratio to its own products', '0.75'],
  ],
  preference: [
    ['(j) corrections by cross entropy, n-gram', '1,234 examples/s'],
    ['what a step by DPO costs beside it', '1.25', 'target: at most 1.3'],
  ],
  inference: [
    ['(f) encoder, batch 8, fp32', '1,234 sequences/s'],
    ['encoder, batch 8, int8', '2,469 sequences/s', "2.00 of fp32's"],
  ],
  engine: [
    ['(b) bare engine, operators alone, one core', '200,000 steps/s', 'target: at least 100,000'],
    ['bare engine, screens observed and hashed', '90,000 steps/s'],
  ],
  browser: [
    ['(c) browser, trusted input', '300 steps/s'],
    ['browser, plain locator calls', '60 steps/s'],
    ['browser, reducer called inside the page', '500 steps/s'],
    ['trusted over locators', '5.00', 'target: at least 3'],
    ['trusted over the floor', '0.60', 'target: at least 0.5'],
    ['two contexts over one', '1.40', 'target: at least 1.3'],
  ],
  memory: [
    ['(d) peak memory, 15000 sessions in-process', '1.25 GiB', 'target: under 1.5'],
    ['their time, policy included', '12 s'],
  ],
  'closed-loop': [
    ['(g) closed loop, n-gram models, 15000 sessions', '12.3 s', 'target: 35 s for 15,000'],
    ['its processor time', '20.1 s'],
    ['its speed', '243 steps/s'],
    ['its steps that ran unattended', '25 %'],
    ['peak memory, preparation included', '1.25 GiB', 'target: under 1.5'],
    ['before that: generating, planning, learning', '40.0 s'],
  ],
  query: [
    ['(h) slowest of 3 questions to 1,000,000 steps', '1.75 s', 'target: at most 2'],
    ['fastest', '0.25 s'],
  ],
};

it('says every measure in the order of the parts, each in its unit and with what is aimed at', async () => {
  expect(await said()).toEqual(SPEED_PARTS.flatMap((part) => SAID[part]));
});

it.each(SPEED_PARTS)('says of %s alone where it is named', async (only) => {
  expect(await said({ only })).toEqual(SAID[only]);
});

it('measures a policy on other sessions than it learns from, and lets it go even where that fails', async () => {
  await said({ only: 'model', encoder: 'folder' });
  expect(findPolicy).toHaveBeenCalledWith('mine', 'folder');
  const learned = fit.mock.calls[0]![0].map((example) => (example as { screen: number }).screen);
  const judged = vi.mocked(modelAgainstEngine).mock.calls[0]![0].sessions.map(({ id }) => Number(id));
  expect([learned.length, judged.length, judged[0]]).toEqual([200, 2000, 200]);
  expect(policy.dispose).toHaveBeenCalledTimes(1);
  vi.mocked(latencies).mockRejectedValueOnce(new Error('no luck'));
  await expect(said({ only: 'latency' })).rejects.toThrow('no luck');
  expect(policy.dispose).toHaveBeenCalledTimes(2);
});

it('hands on what was asked for', async () => {
  await said({ cache: 'models', sessions: 40, browser: '/chrome' });
  expect(closedLoopOf).toHaveBeenCalledWith(40, 'models');
  expect(memoryOf).toHaveBeenCalledWith(15_000);
  expect(vi.mocked(measureDrivers).mock.calls[0]![0]).toMatchObject({ browser: '/chrome' });
});
