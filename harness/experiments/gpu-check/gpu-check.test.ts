import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createTrainer } from '../../../policies/networks/training/trainer.ts';
import { smallBatches, smallTraining } from '../../../policies/testing/small-training.ts';
import { embeddedDataset } from '../../bench/data/embedded-dataset.ts';
import { inProcessDesks } from '../../bench/desks/desks.ts';
import type { Example, Policy, PolicyRecipe } from '../../contract/policy.ts';
import type { Screen } from '../../contract/screen.ts';
import { logExamples } from '../../engine/log-examples.ts';
import { MachineError } from '../../runner/exit-code.ts';
import { leftHanging } from '../../runner/run-limits.ts';
import { busyTime, type Rates } from './answer-rates.ts';
import { type CheckRequest, checkModel, flippedShare, type ProviderCheck, scoreDifference } from './check-model.ts';
import {
  checkTable,
  disagreement,
  exitOf,
  LEAST_DECISIONS,
  onCpuWords,
  placementWords,
  tooLittle,
} from './check-table.ts';
import { type Answer, type CheckedModel, checkedPolicy, proposalsOf, unseen } from './checked-models.ts';
import { gpuCheck } from './gpu-check.ts';
import { checkInSizes } from './in-sizes.ts';
import { parseCard } from './machine.ts';
import { largestDifference, observedFit, stepsPerSecond } from './observed-fit.ts';
import { TimeIsOver, TimeLimit } from './time-limit.ts';

const { catalog, sessions } = embeddedDataset(16);
const desk = inProcessDesks(catalog).openEnvironment();
const train: Example[] = await logExamples(sessions.slice(0, 8), desk);
const test: Example[] = await logExamples(sessions.slice(8), desk);

/** Trains a small network by steps; what it learned decides which of a screen's texts it would send. */
const small: PolicyRecipe = {
  name: 'small',
  summary: '',
  async fit(_examples, { seed, providers }) {
    const trainer = await createTrainer({ ...smallTraining(seed), providers });
    try {
      for (const { feeds, rate } of smallBatches(seed, new Array<number>(12).fill(4))) await trainer.step(feeds, rate);
      const { widen } = await trainer.parameters();
      return deciding([...widen!.data.slice(0, 4)]);
    } finally {
      await trainer.dispose();
    }
  },
  async load(folder, { providers }) {
    if (!providers?.includes('cpu')) throw new Error(`no provider of ${providers}`);
    return deciding(JSON.parse(readFileSync(join(folder, 'weights.json'), 'utf8')));
  },
};

function deciding(weights: readonly number[]): Policy {
  const text = (screen: Screen) => String(weights[screen.messages.length % weights.length]);
  return {
    name: 'small',
    provider: 'cpu',
    suggest: async (screens) =>
      screens.map((screen) => ({
        ranked: [{ action: { kind: 'send_text', reply: null, text: text(screen) }, confidence: 1 }],
      })),
    save: (folder) => writeFileSync(join(folder, 'weights.json'), JSON.stringify(weights)),
    dispose: async () => undefined,
  };
}

const proposer: Policy = {
  name: 'closes',
  provider: 'none',
  suggest: async (screens) =>
    screens.map((_, at) => ({ ranked: [{ action: test[at % test.length]!.action, confidence: 1 }] })),
  dispose: async () => undefined,
};
const limit = new TimeLimit(2);
const data = {
  catalog,
  train,
  proposer,
  feedback: await proposalsOf(proposer, test),
  test: await proposalsOf(proposer, test),
};
const request = (recipe: PolicyRecipe, providers: readonly string[]): CheckRequest => ({
  ...{ model: checkedPolicy(recipe), data, sessions: 16, seed: 'check', providers, steps: 7, limit },
  onProgress: () => undefined,
});

const rates = (whole: number): Rates => {
  const rate = { whole, network: 2 * whole };
  return { 1: rate, 32: rate, 256: rate };
};
const agreeing: ProviderCheck = {
  role: 'policy',
  model: 'p',
  provider: 'webgpu',
  sessions: 400,
  steps: 7,
  lossDifference: 1e-7,
  stepsPerSecond: 20,
  cpuStepsPerSecond: 10,
  decisions: 1000,
  scoreDifference: 2e-6,
  flipped: 0,
  rates: rates(200),
  cpuRates: rates(100),
  placement: [],
  cardBytes: null,
  fault: null,
};

afterEach(() => {
  process.exitCode = undefined;
});

describe('gpu-check', () => {
  it('finds the CPU equal to itself, and says in words what another provider lacks', async () => {
    const [cpu, none] = await checkModel(request(small, ['cpu', 'no-such-provider']));
    expect(cpu).toMatchObject({
      provider: 'cpu',
      steps: 7,
      lossDifference: 0,
      flipped: 0,
      scoreDifference: 0,
      fault: null,
    });
    expect(cpu!.decisions).toBe(test.length);
    expect(cpu!.stepsPerSecond).toBeGreaterThan(0);
    expect(cpu!.rates![32].whole).toBeGreaterThan(0);
    // The training graph's, all on the CPU.
    expect(cpu!.placement.length).toBeGreaterThan(5);
    expect(new Set(cpu!.placement.map(({ provider }) => provider))).toEqual(new Set(['cpu']));
    expect(none).toMatchObject({ provider: 'no-such-provider', steps: 0, lossDifference: null, flipped: null });
    expect(none!.fault).toMatch(/^training: .*no-such-provider.*; deciding: .*no-such-provider/);
  });

  it('leaves out what is not trained by steps', async () => {
    const still: Policy = {
      name: 'still',
      provider: 'none',
      suggest: async (screens) => screens.map(() => ({ ranked: [] })),
      dispose: async () => undefined,
    };
    const recipe: PolicyRecipe = { name: 'still', summary: '', fit: async () => still };
    expect(await checkModel(request(recipe, ['cpu']))).toEqual([]);
  });

  it('sees a provider that computes something else', () => {
    expect(disagreement(agreeing)).toBeNull();
    expect(disagreement({ ...agreeing, lossDifference: 0.02 })).toContain('losses differ');
    expect(disagreement({ ...agreeing, lossDifference: Number.NaN })).toContain('losses differ');
    expect(disagreement({ ...agreeing, flipped: 0.03 })).toContain('decisions are flipped');
    expect(checkTable([agreeing], new Map()).rows[0]?.cells).toMatchObject({
      ...{ steps: 7, loss_difference: '1.0e-7', steps_per_second: 20, steps_ratio: '2.0×' },
      ...{ decisions: 1000, flipped: 0, score_difference: '2.0e-6', decisions_32: 200, decisions_32_ratio: '2.0×' },
    });
    const { rows } = checkTable([{ ...agreeing, flipped: 0.03 }], new Map([['cuda', 'not here']]));
    expect(rows.map(({ kind, cells }) => [kind, cells.provider, cells.note])).toEqual([
      ['measured', 'webgpu', 'more than 1\u202f% of decisions are flipped'],
      ['reason', 'cuda', 'not here'],
    ]);
  });

  it('has no verdict where so few decisions agree that a provider at the limit would often look the same', () => {
    expect(tooLittle(agreeing)).toBe(false);
    expect(0.99 ** LEAST_DECISIONS).toBeLessThan(0.05);
    expect(0.99 ** (LEAST_DECISIONS - 1)).toBeGreaterThanOrEqual(0.05);
    const few = { ...agreeing, decisions: LEAST_DECISIONS - 1 };
    expect(tooLittle(few)).toBe(true);
    expect(checkTable([few], new Map()).rows[0]!.cells.note).toContain('no verdict');
    expect(checkTable([{ ...few, fault: 'deciding: lost' }], new Map()).rows[0]!.cells.note).toBe('deciding: lost');
    // What differs or fails is known, however little was compared.
    expect(tooLittle({ ...few, flipped: 0.5 })).toBe(false);
    expect(tooLittle({ ...few, fault: 'deciding: lost' })).toBe(false);
  });

  it('ends with 4 where there is no verdict, unless something differs or is missing', () => {
    const few = { ...agreeing, decisions: 3 };
    const differs = { ...agreeing, flipped: 0.5 };
    expect(exitOf([agreeing], true)).toBe(0);
    expect(exitOf([agreeing, few], true)).toBe(4);
    expect(exitOf([agreeing, few], false)).toBe(3);
    expect(exitOf([few, differs], false)).toBe(1);
  });

  it('says that nothing was checked where no provider is there, and exits as incomplete', async () => {
    const checked = gpuCheck({ sessions: 10, steps: 2, minutes: 1, seed: '1', providers: 'no-such-provider' });
    // A machine's fault: exit code 3.
    await expect(checked).rejects.toThrow(MachineError);
    await expect(checked).rejects.toThrow(
      /^Nothing was checked: .*no-such-provider: this runtime has no provider "no-such-provider"\.$/,
    );
    await expect(
      gpuCheck({ sessions: 10, steps: 2, minutes: 1, seed: '1', policies: 'no-such-policy' }),
    ).rejects.toThrow(/ngram/);
  });
});

describe('an observed training', () => {
  const fit = () => small.fit(train, { seed: 'observed', catalog });

  it('ends after the steps asked for, which are those of the whole training', async () => {
    const whole = await observedFit(fit, { most: null, limit });
    const part = await observedFit(fit, { most: 3, limit });
    expect(whole.made).not.toBeNull();
    expect(part.made).toBeNull();
    expect(whole.losses.length).toBeGreaterThan(10);
    expect(part.losses).toEqual(whole.losses.slice(0, 3));
    await whole.made?.dispose();
  });

  it('fails as the recipe fails, and where the time is over', async () => {
    const broken = () => Promise.reject(new Error('no data'));
    await expect(observedFit(broken, { most: 5, limit })).rejects.toThrow('no data');
    await expect(observedFit(fit, { most: 5, limit: new TimeLimit(0) })).rejects.toThrow(TimeIsOver);
  });

  it('is timed without its first tenth, and without what was asked for first, in which a device compiles', () => {
    const each = (...ms: number[]) => ({ handOvers: ms.map((one) => ({ steps: 1, ms: one })) });
    expect(stepsPerSecond(each(1000, ...new Array<number>(9).fill(10), 5000), 10)).toBeCloseTo(100, 6);
    const together = { handOvers: [...new Array(3).fill({ steps: 16, ms: 160 })] };
    together.handOvers[0] = { steps: 16, ms: 9000 };
    expect(stepsPerSecond(together, 48)).toBeCloseTo(100, 6);
    expect(stepsPerSecond({ handOvers: together.handOvers.slice(0, 1) }, 16)).toBeNull();
  });

  it('is compared step by step', () => {
    expect(largestDifference([1, 2.2], [1, 2, 7])).toBeCloseTo(0.1, 9);
    expect(largestDifference([], [])).toBe(0);
  });
});

describe('answers', () => {
  const answer = (choice: string, scores: Record<string, number>): Answer => ({
    choice,
    scores: new Map(Object.entries(scores)),
  });

  it('are counted where they decide otherwise, none against none being the same', () => {
    const [a, b, none] = [answer('a', {}), answer('b', {}), answer('', {})];
    expect(flippedShare([a, none, b, a], [a, none, a, none])).toBe(0.5);
  });

  it('differ by their largest difference of a score; one that is not there counts whole', () => {
    expect(scoreDifference([answer('a', { a: 0.9, b: 0.1 })], [answer('a', { a: 0.8, b: 0.15 })])).toBeCloseTo(0.1, 12);
    expect(scoreDifference([answer('a', { a: 0.9 })], [answer('a', { a: 0.9, b: 0.3 })])).toBeCloseTo(0.3, 12);
  });

  it('are asked for with a message that was never seen', () => {
    const [first] = data.test.filter(({ screen }) => screen.messages.length > 0);
    const texts = [1, 2].map((number) => unseen(first!, number).screen.messages.at(-1)!.text);
    expect(new Set([...texts, first!.screen.messages.at(-1)!.text]).size).toBe(3);
    expect(unseen(first!, 1).suggestion).toBe(first!.suggestion);
  });

  it('are timed while at least one run is under way', async () => {
    let now = 0;
    const busy = busyTime(() => now);
    const ends: (() => void)[] = [];
    const run = () => busy.during(() => new Promise<void>((resolve) => ends.push(resolve)));
    const runs = [run(), run()];
    now = 10;
    ends[0]!();
    await runs[0];
    now = 25;
    ends[1]!();
    await runs[1];
    now = 100;
    expect(busy.ms()).toBe(25);
  });
});

describe('the time that is granted', () => {
  const loaded = { dataset: { catalog, sessions } } as Parameters<typeof checkInSizes>[2];
  const modelTaking = (minutes: number, name: string): CheckedModel => ({
    ...checkedPolicy(small),
    name,
    fit(given, options) {
      clock += minutes * 60_000;
      return checkedPolicy(small).fit(given, options);
    },
  });
  let clock = 0;

  it('is not begun where it will not be enough, and what was measured stands', async () => {
    clock = 0;
    const of = { sessions: 16, steps: 3, seed: '1', limit: new TimeLimit(1, () => clock) };
    const models = [modelTaking(0.1, 'quick'), modelTaking(2, 'slow')];
    const { checks, unchecked } = await checkInSizes(models, ['cpu'], loaded, of);
    expect(checks.map(({ model, sessions: size }) => [model, size])).toEqual([['quick', 16]]);
    expect(unchecked).toEqual(['policy slow']);
  });
});

describe('work within a time', () => {
  it('gives what it comes to, nothing where the time was over first, and its own failures', async () => {
    expect(await limit.within(async () => 3)).toBe(3);
    const over = new TimeLimit(0);
    expect(await over.within(async () => over.check())).toBeNull();
    await expect(limit.within(() => Promise.reject(new Error('no device')))).rejects.toThrow('no device');
  });

  it('is left behind where it hangs', async () => {
    expect(await new TimeLimit(0).within(() => new Promise(() => {}), 20)).toBeNull();
    expect(leftHanging()).toBe(true);
  });
});

it('says which nodes ran where', () => {
  const placement = [
    { provider: 'webgpu', operator: 'MatMul', nodes: 40, ms: 1 },
    { provider: 'cpu', operator: 'Shape', nodes: 12, ms: 1 },
    { provider: 'cpu', operator: 'Gather', nodes: 3, ms: 1 },
  ];
  expect(placementWords(placement)).toBe('40 webgpu, 15 cpu (Shape 12, Gather 3)');
  expect(placementWords(placement.slice(1))).toBe('15 cpu');
  expect(onCpuWords({ ...agreeing, placement })).toBe('The policy p on webgpu: 15 nodes of 55 ran on the CPU.');
  const products = [...placement, { provider: 'cpu', operator: 'FusedMatMul', nodes: 1, ms: 1 }];
  expect(onCpuWords({ ...agreeing, placement: products })).toContain('products of matrices among them');
  expect(onCpuWords({ ...agreeing, placement: placement.slice(0, 1) })).toBeNull();
});

it('reads what a card says of itself', () => {
  expect(parseCard('NVIDIA H200, 550.54.15, 1024\n')).toEqual({
    name: 'NVIDIA H200',
    driver: '550.54.15',
    usedBytes: 2 ** 30,
  });
  expect(parseCard('No devices were found')).toBeNull();
});
