import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createTrainer } from '../../../policies/networks/training/trainer.ts';
import { smallBatches, smallTraining } from '../../../policies/testing/small-training.ts';
import { embeddedDataset } from '../../bench/data/embedded-dataset.ts';
import { inProcessDesks } from '../../bench/desks/desks.ts';
import { type CheckRequest, checkPolicy, type ProviderCheck } from '../../bench/models/check-policy.ts';
import { agreement, flippedShare } from '../../bench/models/decisions.ts';
import { largestDifference, observedFit, stepsPerSecond } from '../../bench/models/observed-fit.ts';
import type { Example, Policy, PolicyRecipe } from '../../contract/policy.ts';
import type { Screen } from '../../contract/screen.ts';
import { logExamples } from '../../engine/log-examples.ts';
import { MachineError } from '../../runner/exit-code.ts';
import { checkTable, disagreement, exitOf, LEAST_DECISIONS, tooLittle } from './check-table.ts';
import { gpuCheck } from './gpu-check.ts';

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

const request = (recipe: PolicyRecipe, providers: readonly string[]): CheckRequest => {
  return { recipe, train, test, catalog, seed: 'check', providers, steps: 7, onProgress: () => undefined };
};

const agreeing: ProviderCheck = {
  policy: 'p',
  provider: 'webgpu',
  steps: 7,
  lossDifference: 1e-7,
  stepsPerSecond: 20,
  cpuStepsPerSecond: 10,
  decisions: 1000,
  flipped: 0,
  decisionsPerSecond: 200,
  cpuDecisionsPerSecond: 100,
  fault: null,
};

afterEach(() => {
  process.exitCode = undefined;
});

describe('gpu-check', () => {
  it('finds the CPU equal to itself, and says in words what another provider lacks', async () => {
    const [cpu, none] = await checkPolicy(request(small, ['cpu', 'no-such-provider']));
    expect(cpu).toMatchObject({ provider: 'cpu', steps: 7, lossDifference: 0, flipped: 0, fault: null });
    expect(cpu!.decisions).toBe(test.length);
    expect(cpu!.stepsPerSecond).toBeGreaterThan(0);
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
    expect(await checkPolicy(request(recipe, ['cpu']))).toEqual([]);
  });

  it('sees a provider that computes something else', () => {
    expect(disagreement(agreeing)).toBeNull();
    expect(disagreement({ ...agreeing, lossDifference: 0.02 })).toContain('losses differ');
    expect(disagreement({ ...agreeing, lossDifference: Number.NaN })).toContain('losses differ');
    expect(disagreement({ ...agreeing, flipped: 0.03 })).toContain('decisions are flipped');
    expect(checkTable([agreeing], new Map()).rows[0]?.cells).toMatchObject({
      ...{ steps: 7, loss_difference: '1.0e-7', steps_per_second: 20, cpu_steps_per_second: 10 },
      ...{ decisions: 1000, flipped: 0, decisions_per_second: 200, cpu_decisions_per_second: 100 },
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
    const checked = gpuCheck({ sessions: 10, steps: 2, seed: '1', providers: 'no-such-provider' });
    // A machine's fault: exit code 3.
    await expect(checked).rejects.toThrow(MachineError);
    await expect(checked).rejects.toThrow(
      /^Nothing was checked: .*no-such-provider: this runtime has no provider "no-such-provider"\.$/,
    );
    await expect(gpuCheck({ sessions: 10, steps: 2, seed: '1', policies: 'no-such-policy' })).rejects.toThrow(/ngram/);
  });
});

describe('an observed training', () => {
  it('ends after the steps asked for, which are those of the whole training', async () => {
    const options = { seed: 'observed', catalog };
    const whole = await observedFit(small, train, options, null);
    const part = await observedFit(small, train, options, 3);
    expect(whole.policy).not.toBeNull();
    expect(part.policy).toBeNull();
    expect(whole.losses.length).toBeGreaterThan(10);
    expect(part.losses).toEqual(whole.losses.slice(0, 3));
    await whole.policy?.dispose();
  });

  it('fails as the recipe fails', async () => {
    const recipe: PolicyRecipe = { name: 'broken', summary: '', fit: () => Promise.reject(new Error('no data')) };
    await expect(observedFit(recipe, train, { seed: 's' }, 5)).rejects.toThrow('no data');
  });

  it('is timed without its first tenth', () => {
    const fit = { losses: [], stepMs: [1000, ...new Array<number>(9).fill(10), 5000], policy: null };
    expect(stepsPerSecond(fit, 10)).toBeCloseTo(100, 6);
  });

  it('is compared step by step', () => {
    expect(largestDifference([1, 2.2], [1, 2, 7])).toBeCloseTo(0.1, 9);
    expect(largestDifference([], [])).toBe(0);
  });
});

it('counts decisions that differ, none against none being the same', () => {
  const [one, other] = [test[0]!.action, test.find(({ action }) => action.kind !== test[0]!.action.kind)!.action];
  const first = { first: [one, null, other, one], perSecond: 1 };
  expect(flippedShare(first, { first: [one, null, one, null], perSecond: 1 })).toBe(0.5);
  expect(agreement(first, [one, null, other, one])).toBe(1);
});
