import type { Answer } from '../../../../policies/networks/alignment/align.ts';
import type { Parameters } from '../../../../policies/networks/training/trainer.ts';
import { trainingRandom } from '../../../shared/streams.ts';
import { leavesOf, prefixesOf, type Tree } from './tree-policy.ts';

/** 64 trajectories from each of 8 prompts, of which 3 pairs cover 6; 456 parameters for 672 logits. */
const SIZE = { prompts: 8, depth: 3, actions: 4, pairs: 3, hidden: 24, mood: 4 } as const;

/** One draw of the toy. */
export interface TreeWorld {
  readonly tree: Tree;
  /** Pairs of trajectories by prompt; no trajectory is in two pairs of one prompt. */
  readonly pairs: readonly (Answer<number> & { readonly right: number; readonly refused: number })[];
  /** Parameters before any training. */
  readonly first: Parameters;
}

/**
 * A world of a seed. Which trajectories are covered, and which of a pair is preferred, is chance: nothing is to be learned
 * from pairs of trajectories that no pair covers, so that mass which goes there is an artefact of the method.
 */
export function treeWorld(seed: string): TreeWorld {
  const random = trainingRandom('toy', seed);
  const noise = (shape: readonly number[], scale: number) => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((all, one) => all * one, 1) }, () => (2 * random() - 1) * scale),
  });
  const { prompts, pairs, hidden, mood, ...size } = SIZE;
  const moods = Array.from({ length: prompts }, () => Array.from(noise([mood], 1).data));
  const rows = moods.flatMap((one) => prefixFeatures(size).map((prefix) => [...one, ...prefix]));
  const width = rows[0]!.length;
  return {
    tree: { ...size, features: { shape: [rows.length, width], data: Float32Array.from(rows.flat()) } },
    pairs: moods.flatMap((_, item) => {
      const covered = someOf(leavesOf(size), 2 * pairs, random);
      return Array.from({ length: pairs }, (_, at) => ({
        item,
        right: covered[2 * at]!,
        refused: covered[2 * at + 1]!,
      }));
    }),
    first: { hidden: noise([width, hidden], Math.sqrt(3 / width)), actions: noise([hidden, size.actions], 0.1) },
  };
}

/** Which step it is, and the actions before it, each as a place in a list of zeros. */
function prefixFeatures({ depth, actions }: { depth: number; actions: number }): number[][] {
  const steps = Array.from({ length: depth }, (_, step) =>
    Array.from({ length: actions ** step }, (_, prefix) => ({ step, prefix })),
  ).flat();
  if (steps.length !== prefixesOf({ depth, actions })) throw new Error('a tree has another number of prefixes');
  return steps.map(({ step, prefix }) => {
    const row = new Array<number>(depth + (depth - 1) * actions).fill(0);
    row[step] = 1;
    for (let at = 0; at < step; at++) {
      const action = Math.floor(prefix / actions ** (step - 1 - at)) % actions;
      row[depth + at * actions + action] = 1;
    }
    return row;
  });
}

/** Different whole numbers below `end`, in the order drawn. */
function someOf(end: number, count: number, random: () => number): number[] {
  const found = new Set<number>();
  while (found.size < count) found.add(Math.floor(random() * end));
  return [...found];
}
