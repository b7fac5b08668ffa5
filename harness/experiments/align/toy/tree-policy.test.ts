import { afterEach, describe, expect, it } from 'vitest';
import { type Answer, align } from '../../../../policies/networks/alignment/align.ts';
import { objective as dpo } from '../../../../policies/objectives/dpo.ts';
import { objective as ipo } from '../../../../policies/objectives/ipo.ts';
import { sumOf } from '../../../shared/numbers.ts';
import { leavesOf, prefixesOf, type Tree, type TreePolicy, treePolicy } from './tree-policy.ts';
import { treeWorld } from './tree-world.ts';

let policy: TreePolicy | null = null;
afterEach(async () => {
  await policy?.dispose();
  policy = null;
});

it('a trajectory is as likely as its actions, one after the other', async () => {
  const { tree, first } = treeWorld('a');
  const { features, depth, actions } = tree;
  const [width, hidden] = first.hidden!.shape as [number, number];
  const logitsAt = (row: number) => {
    const seen = Array.from({ length: hidden }, (_, to) =>
      Math.tanh(
        sumOf(Array(width).keys(), (at) => features.data[row * width + at]! * first.hidden!.data[at * hidden + to]!),
      ),
    );
    return Array.from({ length: actions }, (_, to) =>
      sumOf(seen, (one, at) => one * first.actions!.data[at * actions + to]!),
    );
  };
  const likely = (row: number, action: number) => {
    const powers = logitsAt(row).map(Math.exp);
    return powers[action]! / sumOf(powers);
  };
  policy = await treePolicy(tree, first);
  const [prompt, taken] = [5, [2, 0, 3]];
  const [logs] = await policy.score(first, [prompt]);
  expect(sumOf(logs!, Math.exp)).toBeCloseTo(1, 5);
  const start = prompt * prefixesOf(tree);
  const rows = [start, start + 1 + 2, start + 1 + actions + 2 * actions];
  const leaf = taken.reduce((all, one) => all * actions + one, 0);
  expect(logs).toHaveLength(actions ** depth);
  expect(Math.exp(logs![leaf]!)).toBeCloseTo(
    rows.reduce((all, row, step) => all * likely(row, taken[step]!), 1),
    5,
  );
});

describe('the optimum on all pairs of a tree of four trajectories', () => {
  const SIZE = { depth: 2, actions: 2 } as const;
  const [prefixes, leaves] = [prefixesOf(SIZE), leavesOf(SIZE)];
  const one = (at: number, of: number) => Array.from({ length: of }, (_, k) => (k === at ? 1 : 0));
  const eye = Float32Array.from(Array.from({ length: prefixes }, (_, at) => one(at, prefixes)).flat());
  // A feature a prefix: the policy can be any distribution over trajectories.
  const tree: Tree = { ...SIZE, features: { shape: [prefixes, prefixes], data: eye } };
  const first = {
    hidden: { shape: [prefixes, prefixes], data: eye.slice() },
    actions: { shape: [prefixes, 2], data: Float32Array.of(0.3, -0.2, 0.5, 0.1, -0.4, 0.2) },
  };
  /** How much each trajectory is liked: i is preferred to j with w_i / (w_i + w_j), as Bradley and Terry have it. */
  const liked = [1, 2, 4, 2];
  const pairs = liked.flatMap((weight, right) =>
    liked.flatMap((_, refused): Answer<number>[] =>
      right === refused ? [] : Array.from({ length: weight }, () => ({ item: 0, right, refused })),
    ),
  );
  const beta = 0.8;
  const centred = (values: readonly number[]) => values.map((value) => value - sumOf(values) / values.length);

  it.each([
    ['dpo: π_ref·w^(1/β)', dpo, liked.map((weight) => Math.log(weight) / beta), pairs],
    [
      // Each pair counts alike: those of like sums are repeated to a common number.
      'ipo: π_ref·exp(P(preferred to another) / β)',
      ipo,
      liked.map((weight) => sumOf(liked, (other) => weight / (weight + other)) / leaves / beta),
      pairs.flatMap((pair) => Array.from({ length: 60 / (liked[pair.right!]! + liked[pair.refused!]!) }, () => pair)),
    ],
  ])('of %s', async (_, objective, gains, answers) => {
    policy = await treePolicy(tree, first);
    const now = await align(policy, answers, {
      objective,
      settings: { beta, flipped: 0, desirable: 1, undesirable: 1, clip: 0.2 },
      reference: null,
      supervised: 0,
      learningRate: 0.02,
      epochs: 500,
      rows: answers.length,
      seed: 'a',
    });
    const [before] = await policy.score(first, [0]);
    const [after] = await policy.score(now, [0]);
    const found = centred(Array.from(after!, (log, at) => log - before![at]!));
    for (const [at, gain] of centred(gains).entries()) expect(found[at]).toBeCloseTo(gain, 2);
  });
});
