import { spawnSync } from 'node:child_process';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { trainingLoss } from '../../../families/transformer/network.ts';
import { initialTransformer as transformerParameters } from '../../../families/transformer/parameters.ts';
import { smallBatches, smallTraining } from '../../../testing/small-training.ts';
import { softwareVulkan } from '../../../testing/vulkan-driver.ts';
import { float32, int32 } from '../../onnx/tensor.ts';
import { initialRanker as rankerParameters, rankingLoss, scores } from '../../ranker/network.ts';
import { createHostTrainer } from '../host-trainer.ts';
import { createTrainer } from '../trainer.ts';
import type { Trainer, TrainerMaker, TrainerOptions, TrainingBatch } from '../trainer-role.ts';
import { buildTrainingGraph, type TrainingGraph } from '../training-graph.ts';
import { createLoopTrainer, LONGEST_RUN, runsOfOneShape, stackTensors } from './loop-trainer.ts';

const SIZES = [8, 8, 8, 5, 5, 8, 1];
const options = smallTraining('providers');

async function outcome(trainer: Trainer, seed = 'batches', sizes = SIZES) {
  const losses = await trainer.steps(smallBatches(seed, sizes));
  const state = await trainer.state();
  await trainer.dispose();
  return { losses, state };
}

const host = () => createHostTrainer(buildTrainingGraph(options), options);
const loop = (more = {}) => createLoopTrainer('cpu')(buildTrainingGraph(options), { ...options, ...more });

describe('steps within one Loop', () => {
  it('are bit for bit the steps one by one: losses, parameters, moments', async () => {
    const expected = await outcome(await host());
    expect(await outcome(await loop())).toEqual(expected);
    expect(expected.losses[0]).toBeGreaterThan(expected.losses[5]!);
  });

  it('go on from a state as if they had never stopped', async () => {
    const whole = await outcome(await loop());
    const first = await loop();
    const losses = await first.steps(smallBatches('batches', SIZES).slice(0, 4));
    const second = await loop({ state: await first.state() });
    for (const { feeds, rate } of smallBatches('batches', SIZES).slice(4)) losses.push(await second.step(feeds, rate));
    expect({ losses, state: await second.state() }).toEqual(whole);
    await first.dispose();
    await second.dispose();
  });

  it('are more than one run where they are many', async () => {
    const sizes = new Array<number>(LONGEST_RUN + 3).fill(2);
    expect(await outcome(await loop(), 'many', sizes)).toEqual(await outcome(await host(), 'many', sizes));
  });

  it('leave the state as it was when a loss is not finite', async () => {
    const trainer = await loop();
    const before = await trainer.state();
    const [first, second] = smallBatches('batches', [4, 4]);
    second!.feeds.weight!.data.fill(Number.NaN as never);
    await expect(trainer.steps([first!, second!])).rejects.toThrow('output "loss" holds NaN at 1');
    expect(await trainer.state()).toEqual(before);
    await trainer.dispose();
  });
});

describe("the policies' own networks", () => {
  // Sizes for the graphs' named dimensions; ids up to 2 are valid everywhere.
  const SIZE: Record<string, number> = { batch: 3, rows: 3, texts: 4, candidates: 5, features: 7, facts: 2, words: 3 };
  const batchesFor = ({ feeds }: TrainingGraph, random: () => number): TrainingBatch[] =>
    [1, 2, 3].map((step) => ({
      rate: 0.01 / step,
      feeds: Object.fromEntries(
        feeds.map(({ name, type, shape }) => {
          const dims = shape.map((dim) => (typeof dim === 'number' ? dim : (SIZE[dim] ?? 6)));
          const count = dims.reduce((all, dim) => all * dim, 1);
          const whole = Int32Array.from({ length: count }, () => Math.floor(random() * 3));
          if (type === 'int32') return [name, int32(dims, whole)];
          return [
            name,
            float32(
              dims,
              Float32Array.from({ length: count }, () => 0.1 + random()),
            ),
          ];
        }),
      ),
    }));
  const ranker = { facts: 2, wideBits: 4, ownBits: 4, deepBits: 4, width: 8 };
  const size = { width: 8, heads: 2, layers: 2, inner: 16 };
  const transformer = { size, tokens: 20, actions: 4, factBits: 4 };
  const networks: Record<string, (random: () => number) => TrainerOptions> = {
    ranker: (random) => ({
      weightDecay: 0.01,
      parameters: rankerParameters(ranker, random),
      build: (graph, values) => rankingLoss(graph, scores(graph, values)),
    }),
    transformer: (random) => ({
      weightDecay: 0.01,
      parameters: transformerParameters(transformer, random),
      build: (graph, values) => trainingLoss(graph, values, size),
    }),
  };

  it.each(Object.keys(networks))('%s: steps within a Loop are bit for bit those one by one', async (name) => {
    const own = networks[name]!(seedrandom('own'));
    const run = async (make: TrainerMaker) => {
      const training = buildTrainingGraph(own);
      const trainer = await make(training, own);
      const losses = await trainer.steps(batchesFor(training, seedrandom('feeds')));
      const state = await trainer.state();
      await trainer.dispose();
      return { losses, state };
    };
    const expected = await run(createHostTrainer);
    expect(new Set(expected.losses).size).toBe(3);
    expect(await run(createLoopTrainer('cpu'))).toEqual(expected);
  });
});

describe('stacked batches', () => {
  it('keep their order and part where shapes differ or a run is full', () => {
    const runs = runsOfOneShape(smallBatches('order', [2, 2, 2, 3, 2]), 2);
    expect(runs.map((run) => run.map(({ feeds }) => feeds.ids!.shape[0]))).toEqual([[2, 2], [2], [3], [2]]);
    const [first, second] = smallBatches('order', [2, 2]);
    const stacked = stackTensors([first!.feeds.ids!, second!.feeds.ids!]);
    expect(stacked.shape).toEqual([2, 2, 8]);
    expect([...(stacked.data as Int32Array)]).toEqual([
      ...(first!.feeds.ids!.data as Int32Array),
      ...(second!.feeds.ids!.data as Int32Array),
    ]);
  });
});

describe('providers', () => {
  it('are tried in order, and what was refused is named', async () => {
    const trainer = await createTrainer({ ...options, providers: ['no-such-provider', 'cpu'] });
    expect(trainer.provider).toMatch(/^cpu \(refused: no-such-provider: there is no trainer for .*\)$/);
    expect(await outcome(trainer)).toEqual(await outcome(await host()));
    await expect(createTrainer({ ...options, providers: ['no-such-provider'] })).rejects.toThrow(/no-such-provider/);
  });

  it.each([
    ['cuda', /libraries are missing.*install them as docs\/gpu\.md/],
    ['webgpu', /no WebGPU adapter was found: install a Vulkan driver .*docs\/gpu\.md/],
  ])('%s trains, or says in one line what it lacks', async (provider, lacking) => {
    try {
      const trainer = await createTrainer({ ...options, providers: [provider] });
      expect(trainer.provider).toBe(provider);
      const [found, expected] = [await outcome(trainer), await outcome(await host())];
      for (const [i, loss] of expected.losses.entries()) expect(found.losses[i]).toBeCloseTo(loss, 3);
    } catch (error) {
      expect((error as Error).message).toMatch(lacking);
      expect((error as Error).message).not.toContain('\n');
    }
  });

  const driver = softwareVulkan();
  it.skipIf(driver === null)(
    "WebGPU keeps the state on its device (Chromium's software driver)",
    async () => {
      // One shape: the driver compiles each operator anew for another.
      const sizes = [4, 4, 4, 4, 4];
      const job = JSON.stringify({ seed: 'providers', sizes, steps: 3 });
      const child = spawnSync(
        process.execPath,
        ['--import', 'tsx', new URL('./webgpu-child.ts', import.meta.url).pathname, job],
        { encoding: 'utf8', env: { ...process.env, ...driver } },
      );
      expect(child.stderr).not.toContain('rror');
      const found = JSON.parse(child.stdout);
      expect(found.provider).toMatch(/^webgpu \(refused: no-such-provider: /);
      expect(found.refusal).toContain('output "loss" holds NaN');
      expect(found).toMatchObject({ unchanged: true, readsTwice: true });
      const expected = await outcome(await host(), 'providers', sizes);
      for (const [i, loss] of expected.losses.entries()) expect(found.losses[i]).toBeCloseTo(loss, 4);
      for (const [name, { data }] of Object.entries(expected.state.parameters))
        for (const [i, value] of data.entries()) expect(found.parameters[name][i]).toBeCloseTo(value, 4);
    },
    180_000,
  );
});
