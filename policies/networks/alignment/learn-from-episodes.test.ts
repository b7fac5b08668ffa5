import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { objective as grpo } from '../../objectives/grpo.ts';
import { objective as reinforce } from '../../objectives/reinforce.ts';
import { gradients } from '../graph/gradients.ts';
import { Graph } from '../graph/graph.ts';
import { signatureOf, toOnnx } from '../graph/serialize.ts';
import { loadModel } from '../onnx/load-model.ts';
import { float32, int32 } from '../onnx/tensor.ts';
import type { Parameters } from '../training/trainer.ts';
import type { Alignable } from './align.ts';
import {
  type EpisodeOptions,
  type EpisodeRow,
  episodeLoss,
  groupAdvantages,
  learnFromEpisodes,
} from './learn-from-episodes.ts';
import type { EpisodeObjective } from './objective.ts';

const N = 3;
const START = [0.4, -0.3, 0.1];
/** One state and its arms: a bandit. */
const bandit = (logits: readonly number[] = START): Alignable<number> & { readonly asked: Parameters[] } => {
  const asked: Parameters[] = [];
  return {
    asked,
    parameters: { logits: { shape: [1, N], data: Float32Array.from(logits) } },
    weightDecay: 0,
    scores: (graph, weights) => graph.apply('Gather', [weights.logits!, graph.input('states', 'int32', ['batch'])]),
    pack: (states) => ({
      feeds: { states: int32([states.length], Int32Array.from(states)) },
      mask: float32([states.length, N], new Float32Array(states.length * N).fill(1)),
    }),
    async score(now, states) {
      asked.push(now);
      return states.map(() => now.logits!.data.slice());
    },
    sizeOf: () => 1,
  };
};
const softmax = (logits: readonly number[]) => {
  const powers = logits.map(Math.exp);
  return powers.map((power) => power / powers.reduce((sum, one) => sum + one));
};

/** The slope of a loss over acts in the one state, by its logits. */
async function slopeOf(
  objective: EpisodeObjective,
  acts: readonly Pick<EpisodeRow<number>, 'act' | 'advantage'>[],
  { now = START, old = START, reference = START, beta = 0 } = {},
): Promise<number[]> {
  const graph = new Graph();
  const logits = graph.input('logits', 'float32', [1, N]);
  const rows = graph.apply('Gather', [logits, graph.input('states', 'int32', [acts.length])]);
  const settings = { beta, flipped: 0, desirable: 1, undesirable: 1, clip: 0.2 };
  const loss = episodeLoss(graph, rows, objective, settings);
  graph.output('slope', gradients(graph, loss, [logits])[0]!);
  const signature = signatureOf(graph);
  const model = await loadModel(toOnnx(graph), signature);
  const each = (values: readonly number[]) =>
    float32([acts.length, N], Float32Array.from(acts.flatMap(() => [...values])));
  const all = {
    logits: float32([1, N], Float32Array.from(now)),
    states: int32([acts.length], new Int32Array(acts.length)),
    mask: each([1, 1, 1]),
    old: each(old),
    reference: each(reference),
    chosen: float32(
      [acts.length, N],
      Float32Array.from(acts.flatMap(({ act }) => START.map((_, at) => Number(at === act)))),
    ),
    advantage: float32(
      [acts.length],
      Float32Array.from(acts, ({ advantage }) => advantage),
    ),
    weight: float32([acts.length], new Float32Array(acts.length).fill(1 / acts.length)),
  };
  const fed = Object.fromEntries(Object.entries(all).filter(([name]) => name in signature.inputs));
  const { slope } = await model.run(fed);
  await model.dispose();
  return Array.from(slope!.data, Number);
}

describe('on a bandit', () => {
  const rewards = [1, 0, 0.5, 0.2];
  const taken = [0, 1, 2, 1];
  const acts = taken.map((act, at) => ({ act, advantage: groupAdvantages(rewards)[at]! }));
  /** −Σ A (1 at the act − π) / n. */
  const analytic = START.map(
    (_, arm) =>
      acts.reduce((sum, { act, advantage }) => sum - advantage * (Number(act === arm) - softmax(START)[arm]!), 0) /
      acts.length,
  );

  it('the gradient of REINFORCE is the analytic one, and where nothing has moved that of GRPO is the same', async () => {
    for (const objective of [reinforce, grpo])
      for (const [arm, slope] of (await slopeOf(objective, acts)).entries())
        expect(slope).toBeCloseTo(analytic[arm]!, 5);
  });

  it('with every arm as often as it is taken, REINFORCE climbs the mean reward', async () => {
    const chances = softmax(START);
    const worth = [0.9, 0.1, 0.4];
    const often = chances.flatMap((chance, act) =>
      Array.from({ length: Math.round(2000 * chance) }, () => ({ act, advantage: worth[act]! })),
    );
    const mean = chances.reduce((sum, chance, arm) => sum + chance * worth[arm]!, 0);
    for (const [arm, slope] of (await slopeOf(reinforce, often)).entries())
      expect(slope).toBeCloseTo(-chances[arm]! * (worth[arm]! - mean), 3);
  });

  it.each([
    ['good act that became much likelier', 0, 1, [2.4, -0.3, 0.1], true],
    ['bad act that became much less likely', 0, -1, [-1.6, -0.3, 0.1], true],
    ['good act that became less likely', 0, 1, [-1.6, -0.3, 0.1], false],
    ['bad act that became likelier', 0, -1, [2.4, -0.3, 0.1], false],
  ])('of a %s: clipping stops what has gone far enough, and nothing else', async (_, act, advantage, now, stops) => {
    const slope = await slopeOf(grpo, [{ act, advantage }], { now });
    expect(slope.every((one) => one === 0)).toBe(stops);
  });

  it('the KL pulls back to the reference: its gradient is π (log π − log π_ref − KL)', async () => {
    const now = [1.2, -0.5, 0.3];
    const [p, q] = [softmax(now), softmax(START)];
    const gains = p.map((one, at) => Math.log(one / q[at]!));
    const kl = p.reduce((sum, one, at) => sum + one * gains[at]!, 0);
    const slope = await slopeOf(grpo, [{ act: 1, advantage: 0 }], { now, beta: 0.5 });
    for (const [arm, one] of slope.entries()) expect(one).toBeCloseTo(0.5 * p[arm]! * (gains[arm]! - kl), 5);
  });

  const OPTIONS: Omit<EpisodeOptions, 'reference'> = {
    objective: grpo,
    settings: { beta: 0, flipped: 0, desirable: 1, undesirable: 1, clip: 0.2 },
    learningRate: 0.05,
    epochs: 10,
    rows: 4,
    seed: 'a',
  };
  const rows = acts.map((act) => ({ item: 0, ...act }));
  const learned = async (
    model: ReturnType<typeof bandit>,
    own: readonly EpisodeRow<number>[],
    over: Partial<EpisodeOptions> = {},
  ) => learnFromEpisodes(model, own, { ...OPTIONS, reference: model.parameters, ...over });
  const chanceOf = ({ logits }: Parameters, arm: number) => softmax(Array.from(logits!.data))[arm]!;

  it('what was rewarded becomes likelier, no further than the clip in one call, the same each time', async () => {
    const [model, before] = [bandit(), softmax(START)[0]!];
    const once = await learned(model, rows);
    expect(chanceOf(once, 0)).toBeGreaterThan(before);
    expect(await learned(bandit(), rows)).toEqual(once);
    const slowly = { learningRate: 0.005, epochs: 300 };
    const [clipped, free] = [
      await learned(model, rows.slice(0, 1), slowly),
      await learned(model, rows.slice(0, 1), { ...slowly, objective: reinforce }),
    ];
    // Its momentum carries it a little over the border.
    expect(chanceOf(clipped, 0) / before).toBeLessThan(1.3);
    expect(chanceOf(free, 0) / before).toBeGreaterThan(1.5);
  });

  it('is held near the reference that it is given, and asks for one only where it counts', async () => {
    const near = bandit([3, 0, 0]).parameters;
    const model = bandit();
    const held = await learned(model, rows, {
      reference: near,
      settings: { ...OPTIONS.settings, beta: 5 },
      epochs: 100,
    });
    expect(chanceOf(held, 0)).toBeGreaterThan(0.75);
    expect(model.asked).toEqual([model.parameters, near]);
    const alone = bandit();
    await learned(alone, rows, { objective: reinforce });
    expect(alone.asked).toEqual([]);
  });

  it.each([
    ['no episode', []],
    ['episodes that all went alike', rows.map((row) => ({ ...row, advantage: 0 }))],
  ])('stays the very same where there is %s', async (_, own) => {
    const model = bandit();
    expect(await learned(model, own)).toBe(model.parameters);
    expect(await learned(model, [], { settings: { ...OPTIONS.settings, beta: 1 } })).toBe(model.parameters);
  });
});

describe('advantages within a group', () => {
  const reward = fc.double({ min: -5, max: 5, noNaN: true });
  const group = fc.array(reward, { minLength: 2, maxLength: 8 });

  it('are 0 where all went alike, or there is one', () => {
    expect(groupAdvantages([0.7, 0.7, 0.7])).toEqual([0, 0, 0]);
    expect(groupAdvantages([3])).toEqual([0]);
    expect(groupAdvantages([])).toEqual([]);
    expect(groupAdvantages([2, 0])[0]).toBeCloseTo(1 / (Math.SQRT2 + 1e-4), 9);
  });

  it('do not change where the same is added to all rewards, nor much where all are scaled, and sum to 0', () => {
    fc.assert(
      fc.property(group, reward, fc.double({ min: 1, max: 10, noNaN: true }), (rewards, shift, scale) => {
        const own = groupAdvantages(rewards);
        fc.pre(Math.max(...rewards) - Math.min(...rewards) > 0.5);
        const shifted = groupAdvantages(rewards.map((one) => one + shift));
        const scaled = groupAdvantages(rewards.map((one) => one * scale));
        for (const [at, one] of own.entries()) {
          expect(shifted[at]).toBeCloseTo(one, 9);
          // ε is 1e-4 beside a deviation of at least some tenths.
          expect(Math.abs(scaled[at]! - one)).toBeLessThanOrEqual(1e-3 * Math.abs(one) + 1e-12);
          expect(
            Math.sign(one) === Math.sign(rewards[at]! - rewards.reduce((a, b) => a + b) / rewards.length) ||
              Math.abs(one) < 1e-9,
          ).toBe(true);
        }
        expect(own.reduce((sum, one) => sum + one, 0)).toBeCloseTo(0, 9);
      }),
    );
  });
});
