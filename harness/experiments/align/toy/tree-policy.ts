import type { Alignable } from '../../../../policies/networks/alignment/align.ts';
import { Graph } from '../../../../policies/networks/graph/graph.ts';
import type { Value } from '../../../../policies/networks/graph/operator.ts';
import { signatureOf, toOnnx } from '../../../../policies/networks/graph/serialize.ts';
import { loadModel } from '../../../../policies/networks/onnx/load-model.ts';
import { float32, floats, int32 } from '../../../../policies/networks/onnx/tensor.ts';
import type { Parameter, Parameters } from '../../../../policies/networks/training/trainer.ts';

/** A tree of decisions: at each of `depth` steps one of `actions` is taken. A trajectory is a leaf, counted in base `actions`. */
export interface Tree {
  readonly depth: number;
  readonly actions: number;
  /** What the policy sees of a prompt and of the actions taken so far. Shape: [prompts × prefixes, features]. */
  readonly features: Parameter;
}

/** Trajectories from one prompt. */
export const leavesOf = ({ actions, depth }: Pick<Tree, 'actions' | 'depth'>): number => actions ** depth;

/** Prefixes of one prompt, the empty one first, then those of one action, and so on. */
export const prefixesOf = ({ actions, depth }: Pick<Tree, 'actions' | 'depth'>): number =>
  (actions ** depth - 1) / (actions - 1);

/** A policy on a tree as a model that can be aligned, and be asked for its trajectories until it is disposed of. */
export interface TreePolicy extends Alignable<number> {
  readonly dispose: () => Promise<void>;
}

/**
 * A sequential policy, log π(trajectory) = Σ log π(action | prompt, prefix), by a network of one hidden layer that all
 * prefixes share. Its candidates are whole trajectories: a pair of them is compared as a pair of answers is, and log π
 * and KL are those of trajectories, exactly. An item is a prompt's number.
 */
export async function treePolicy(tree: Tree, parameters: Parameters): Promise<TreePolicy> {
  const leaves = leavesOf(tree);
  const feedsOf = (prompts: readonly number[]) => ({ prompts: int32([prompts.length], Int32Array.from(prompts)) });
  const graph = new Graph();
  const inputs = Object.entries(parameters).map(
    ([name, { shape }]) => [name, graph.input(name, 'float32', shape)] as const,
  );
  graph.output('logs', scores(tree, graph, Object.fromEntries(inputs)));
  const model = await loadModel(toOnnx(graph), signatureOf(graph));
  return {
    parameters,
    weightDecay: 0,
    scores: (into, weights) => scores(tree, into, weights),
    pack: (prompts) => ({
      feeds: feedsOf(prompts),
      mask: float32([prompts.length, leaves], new Float32Array(prompts.length * leaves).fill(1)),
    }),
    async score(now, prompts) {
      const weights = Object.entries(now).map(([name, { shape, data }]) => [name, float32(shape, data.slice())]);
      const logs = floats(await model.run({ ...Object.fromEntries(weights), ...feedsOf(prompts) }), 'logs');
      return prompts.map((_, at) => logs.slice(at * leaves, (at + 1) * leaves));
    },
    sizeOf: () => 1,
    dispose: () => model.dispose(),
  };
}

function scores(tree: Tree, graph: Graph, weights: Readonly<Record<string, Value>>): Value {
  const { features } = tree;
  const seen = graph.initializer('features', features.shape, features.data);
  const steps = prefixesOf(tree) * tree.actions;
  const passes = graph.initializer('passes', [steps, leavesOf(tree)], passesOf(tree));
  const hidden = graph.apply('Tanh', [graph.apply('MatMul', [seen, weights.hidden!])]);
  const logs = graph.apply('LogSoftmax', [graph.apply('MatMul', [hidden, weights.actions!])]);
  const all = graph.apply('MatMul', [graph.apply('Reshape', [logs, graph.ints([-1, steps])]), passes]);
  return graph.apply('Gather', [all, graph.input('prompts', 'int32', ['batch'])]);
}

/** 1 where a trajectory takes an action after a prefix. Shape: [prefixes × actions, leaves]. */
function passesOf(tree: Tree): Float32Array {
  const { depth, actions } = tree;
  const leaves = leavesOf(tree);
  const passes = new Float32Array(prefixesOf(tree) * actions * leaves);
  for (let leaf = 0; leaf < leaves; leaf++)
    for (let step = 0; step < depth; step++) {
      const before = (actions ** step - 1) / (actions - 1);
      const taken = Math.floor(leaf / actions ** (depth - step - 1));
      passes[(before * actions + taken) * leaves + leaf] = 1;
    }
  return passes;
}
