import { expect, it } from 'vitest';
import { createRng } from '../../../harness/shared/streams.ts';
import { Graph } from '../../networks/graph/graph.ts';
import { signatureOf, toOnnx } from '../../networks/graph/serialize.ts';
import { loadModel } from '../../networks/onnx/load-model.ts';
import { floats } from '../../networks/onnx/tensor.ts';
import type { Parameters } from '../../networks/training/trainer.ts';
import { frozen } from '../../networks/training/trainer-state.ts';
import { smallDeskExamples } from '../../testing/small-desk.ts';
import { learnKnowledge } from '../ngram/knowledge.ts';
import { actionsKnown, type EncoderItem, itemMaker } from './item.ts';
import { type EncoderNetworkShape, initialNetwork, judge } from './network.ts';
import { bucketOf, packItems, packVectors } from './pack.ts';

const examples = smallDeskExamples(12, 'network');
const knowledge = { ...learnKnowledge(examples, undefined), filter: null };
const items = examples.slice(0, 6).map(({ screen }) => itemMaker(knowledge)(screen));
const VECTOR = 6;
const shape: EncoderNetworkShape = {
  size: { width: 8, heads: 2, layers: 1, inner: 12 },
  vector: VECTOR,
  actions: actionsKnown(knowledge.seen).length + 1,
  factBits: 8,
  wideBits: 10,
};
const rng = createRng('test', 'encoder network');
const drawn = new Map<string, Float32Array>();
function vectorOf(text: string): Float32Array {
  const vector = drawn.get(text) ?? Float32Array.from({ length: VECTOR }, () => rng.next() * 2 - 1);
  drawn.set(text, vector);
  return vector;
}

/** Scores of one item's candidates by its network. */
async function scoresOf(item: EncoderItem, parameters: Parameters, of: EncoderNetworkShape): Promise<number[]> {
  const graph = new Graph();
  graph.output('scores', judge(graph, frozen(graph, parameters), of).scores);
  const model = await loadModel(toOnnx(graph), signatureOf(graph));
  const outputs = await model.run({
    ...packItems([item], 1, bucketOf(item, of), of),
    ...packVectors([item], 1, bucketOf(item, of), of.vector, vectorOf),
  });
  await model.dispose();
  return [...floats(outputs, 'scores').slice(0, item.texts.length)];
}

it('n-gram features count beside the encoder by their weights, crossed with the candidate', async () => {
  const parameters = initialNetwork(shape, () => rng.next());
  const wide = { shape: [2 ** 10], data: Float32Array.from({ length: 2 ** 10 }, () => rng.next() - 0.5) };
  const { wide: _, ...without } = parameters;
  for (const item of items) {
    const plain = await scoresOf(item, without, { ...shape, wideBits: 0 });
    const both = await scoresOf(item, { ...without, wide }, shape);
    const { context, candidates } = item.ngrams;
    for (const [at, identity] of candidates.identities.entries()) {
      let crossed = 0;
      for (const [i, id] of context.ids.entries()) crossed += context.weights[i]! * wide.data[(id ^ identity) & 1023]!;
      expect(both[at]! - plain[at]!).toBeCloseTo(crossed, 3);
    }
  }
});

it('starts with n-grams, facts and what is known by heart at nothing', async () => {
  const { action, fact, wide } = initialNetwork(shape, () => rng.next());
  for (const one of [action!, fact!, wide!]) expect(one.data.every((weight) => weight === 0)).toBe(true);
});

it('what is read of a piece depends on its text, its age and what was done', async () => {
  const parameters = initialNetwork(shape, () => rng.next());
  const action = { ...parameters.action!, data: parameters.action!.data.map(() => rng.next() - 0.5) };
  const own = { ...parameters, action };
  const item = items.find(({ segments }) => segments.length > 4)!;
  const before = await scoresOf(item, own, shape);
  const last = item.segments.length - 1;
  const changed = (change: Partial<EncoderItem['segments'][number]>) => ({
    ...item,
    segments: item.segments.map((one, at) => (at === last ? { ...one, ...change } : one)),
  });
  const others = [
    changed({ text: 'something else' }),
    changed({ age: item.segments[last]!.age + 3 }),
    { ...item, segmentActions: item.segmentActions.map((row, at) => (at === last ? row + 1 : row)) },
  ];
  for (const other of others) {
    const after = await scoresOf(other, own, shape);
    expect(Math.max(...after.map((score, at) => Math.abs(score - before[at]!)))).toBeGreaterThan(1e-4);
  }
});
