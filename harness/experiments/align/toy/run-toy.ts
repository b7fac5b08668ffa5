import { type AlignOptions, align } from '../../../../policies/networks/alignment/align.ts';
import type { Parameters } from '../../../../policies/networks/training/trainer-role.ts';
import { objective as apoZero } from '../../../../policies/objectives/apo-zero.ts';
import { objective as dpo } from '../../../../policies/objectives/dpo.ts';
import { objective as ipo } from '../../../../policies/objectives/ipo.ts';
import { objective as kto } from '../../../../policies/objectives/kto.ts';
import { objective as sft } from '../../../../policies/objectives/sft-corrections.ts';
import { sumOf } from '../../../shared/numbers.ts';
import { treePolicy } from './tree-policy.ts';
import { type TreeWorld, treeWorld } from './tree-world.ts';

/** How a policy stands, as the mean over prompts. */
export interface ToyPoint {
  readonly step: number;
  /** KL(π ‖ π_SFT) of trajectories. Unit: nats. */
  readonly kl: number;
  /** Probability of trajectories that were chosen in a pair, of those rejected, and of those that no pair covers. */
  readonly chosen: number;
  readonly rejected: number;
  readonly elsewhere: number;
}

/** How a reference moves here: TR-DPO's own shares, and the same steps between moves for both. Source: arXiv 2404.09656. */
const REFERENCES = {
  frozen: null,
  soft: { share: 0.6, every: 12 },
  hard: { share: 1, every: 12 },
} as const satisfies Record<string, AlignOptions['reference']>;
export type ToyReference = keyof typeof REFERENCES;

const OBJECTIVES = [dpo, ipo, kto, apoZero];

/** One training. */
export interface ToyRun {
  readonly seed: string;
  readonly objective: string;
  readonly reference: ToyReference;
  /** The first is the SFT policy. */
  readonly points: readonly ToyPoint[];
}

const WARM = { learningRate: 0.03, epochs: 150, rows: 48 };
const FURTHER = { learningRate: 0.003, epochs: 120, rows: 24 };
/** As many as a core does in 20 s. */
const SEEDS = ['1', '2', '3', '4', '5', '6'];
const SETTINGS = { beta: 0.1, flipped: 0, desirable: 1, undesirable: 1, clip: 0.2 };

/**
 * The toy of over-optimisation: in each seed's world a policy learns by SFT to take the covered trajectories, chosen and
 * rejected alike, as one that gathers pairs from its own answers does, and then from the pairs by each objective with
 * each kind of reference.
 *
 * A stand-in of ours: the toy of arXiv 2404.09656 is not public; the idea of a tree on which a policy with shared
 * parameters is followed is that of Rafailov et al. 2024 (arXiv 2404.12358, 2406.02900).
 */
export async function runToy(
  seeds: readonly string[] = SEEDS,
  onProgress?: (fraction: number) => void,
): Promise<readonly ToyRun[]> {
  const runs: ToyRun[] = [];
  for (const [at, seed] of seeds.entries()) {
    runs.push(...(await runSeed(seed)));
    onProgress?.((at + 1) / seeds.length);
  }
  return runs;
}

async function runSeed(seed: string): Promise<ToyRun[]> {
  const world = treeWorld(seed);
  const policy = await treePolicy(world.tree, world.first);
  try {
    const both = world.pairs.flatMap(({ item, right, refused }) => [
      { item, right, refused },
      { item, right: refused, refused: right },
    ]);
    const shared = { settings: SETTINGS, supervised: 0, seed };
    const start = await align(policy, both, { ...shared, ...WARM, objective: sft, reference: null });
    const prompts = [...new Set(world.pairs.map(({ item }) => item))];
    const before = await policy.score(start, prompts);
    const runs: ToyRun[] = [];
    for (const objective of OBJECTIVES)
      for (const reference of Object.keys(REFERENCES) as ToyReference[]) {
        const points: ToyPoint[] = [];
        // A pair is two single answers: as many pairs are in a minibatch, and as many steps in an epoch.
        const rows = FURTHER.rows * (objective.of === 'labels' ? 2 : 1);
        const steps = Math.ceil(world.pairs.length / FURTHER.rows);
        const look = async (now: Parameters, step: number) => {
          points.push(pointOf(world, step, await policy.score(now, prompts), before));
          return true;
        };
        const watch = { every: steps, look };
        const options = { ...shared, ...FURTHER, rows, objective, reference: REFERENCES[reference], watch };
        await align({ ...policy, parameters: start }, world.pairs, options);
        runs.push({ seed, objective: objective.name, reference, points });
      }
    return runs;
  } finally {
    await policy.dispose();
  }
}

/** `now`, `before`: log π of each prompt's trajectories, and that of the SFT policy. */
function pointOf(
  { pairs }: TreeWorld,
  step: number,
  now: readonly Float32Array[],
  before: readonly Float32Array[],
): ToyPoint {
  const massOf = (leaf: 'right' | 'refused') =>
    sumOf(pairs, (pair) => Math.exp(now[pair.item]![pair[leaf]]!)) / now.length;
  const kl = sumOf(now, (logs, prompt) => sumOf(logs, (log, at) => Math.exp(log) * (log - before[prompt]![at]!)));
  const [chosen, rejected] = [massOf('right'), massOf('refused')];
  return { step, kl: Math.max(0, kl / now.length), chosen, rejected, elsewhere: Math.max(0, 1 - chosen - rejected) };
}
