import { describe, expect, it } from 'vitest';
import { createRng } from '../../../harness/shared/streams.ts';
import { Graph } from '../../networks/graph/graph.ts';
import { signatureOf, toOnnx } from '../../networks/graph/serialize.ts';
import { loadModel } from '../../networks/onnx/load-model.ts';
import { floats } from '../../networks/onnx/tensor.ts';
import type { Parameters } from '../../networks/training/trainer.ts';
import { frozen } from '../../networks/training/trainer-state.ts';
import { smallDeskExamples } from '../../testing/small-desk.ts';
import { lowestLayers, readEncoder } from './encoder-folder.ts';
import { type EncoderItem, itemMaker, textsIn } from './item.ts';
import { packVectors } from './pack.ts';
import { TINY } from './testing/known-states.ts';
import { TextVectors } from './text-vectors.ts';
import { lowerStates, tunedTexts } from './tuned-texts.ts';
import { type Tuning, tunedEncoder, type UpperLayers, upperLayers } from './tuning.ts';

const encoder = readEncoder(TINY);
const rng = createRng('test', 'tuned texts');
const long =
  'a much longer line about a table for two people at noon, please, with many more words than the others have';
const make = itemMaker({ charts: new Map(), seen: new Set(), filter: null });
const items = smallDeskExamples(3, 'tuned')
  .slice(0, 12)
  .map(({ screen }) => make(screen));
const [first] = items;
items.push({
  ...first!,
  segments: first!.segments.map((one) => ({ ...one, text: one.text && `${long} ${one.text}` })),
});
/** Texts at the edges between lengths, where a text could stand twice or not at all. */
for (const tokens of [15, 16, 17, 32, 33, 64, 65]) {
  const text = Array.from({ length: tokens - 2 }, () => 'room').join(' ');
  expect(encoder.tokenize(text, 100)).toHaveLength(tokens);
  items.push({ ...first!, segments: [{ ...first!.segments[1]!, text }] });
}
const tuning = { epochs: 1, learningRate: 0.001 };
const kinds: Readonly<Record<string, Tuning>> = {
  'adapters of all layers': {
    ...tuning,
    layers: 2,
    adapters: { rank: 3, alpha: 5, targets: ['query', 'output.dense'] },
  },
  'adapters of the last layer': { ...tuning, layers: 1, adapters: { rank: 2, alpha: 2, targets: ['query', 'value'] } },
  'the last layer': { ...tuning, layers: 1, adapters: null },
};

/** Vectors of all texts as training computes them, from the layers beneath. */
async function inTraining(upper: UpperLayers, learned: Parameters): Promise<Record<string, Float32Array>> {
  const graph = new Graph();
  const texts = tunedTexts(graph, frozen(graph, learned), upper, encoder);
  graph.output('segment_vectors', texts.segments);
  graph.output('text_vectors', texts.candidates);
  const lower = await TextVectors.load(lowestLayers(encoder, upper.from), {}, 'tokens');
  const model = await loadModel(toOnnx(graph), signatureOf(graph));
  const outputs = await model.run(
    lowerStates({ encoder, statesOf: await lower.of(textsIn(items)) }, { vectorDropout: 0.5 })(
      items,
      items.length,
      largest(items),
      null,
    ),
  );
  await Promise.all([model.dispose(), lower.dispose()]);
  return { segment_vectors: floats(outputs, 'segment_vectors'), text_vectors: floats(outputs, 'text_vectors') };
}

const largest = (all: readonly EncoderItem[]) => ({
  candidates: Math.max(...all.map(({ texts }) => texts.length)),
  features: 0,
});

describe.each(Object.entries(kinds))('%s', (_, one) => {
  it.each(['before training', 'after it'])('give in training the vectors that are served, %s', async (when) => {
    const upper = upperLayers(encoder, one, () => rng.next());
    const learned: Parameters =
      when === 'before training'
        ? upper.start
        : Object.fromEntries(
            Object.entries(upper.start).map(([name, { shape, data }]) => [
              name,
              { shape, data: data.map(() => 3 * (rng.next() - 0.5)) },
            ]),
          );
    const served = when === 'before training' ? encoder : tunedEncoder(encoder, upper.learned(learned));
    const vectors = await TextVectors.load(served);
    const expected = packVectors(
      items,
      items.length,
      largest(items),
      encoder.shape.width,
      await vectors.of(textsIn(items)),
    );
    await vectors.dispose();
    const found = await inTraining(upper, learned);
    for (const name of ['segment_vectors', 'text_vectors']) {
      const wanted = floats(expected, name);
      expect(wanted.some((value) => value !== 0)).toBe(true);
      expect(Math.max(...found[name]!.map((value, at) => Math.abs(value - wanted[at]!)))).toBeLessThan(1e-4);
    }
  });
});

it('an encoder tuned is another encoder, and one that cannot be tuned so is refused', () => {
  const upper = upperLayers(encoder, kinds['the last layer']!, () => rng.next());
  const learned = upper.learned(upper.start);
  expect(Object.keys(learned.parameters).every((name) => name.startsWith('encoder.layer.1.'))).toBe(true);
  expect(Object.keys(learned.parameters)).toHaveLength(16);
  expect(tunedEncoder(encoder, learned).fingerprint).not.toBe(encoder.fingerprint);
  expect(() => upperLayers(encoder, { ...tuning, layers: 3, adapters: null }, () => 0)).toThrow(
    'has 2 layers: let 1 to 2 of them learn, not 3',
  );
  const adapters = { rank: 1, alpha: 1, targets: ['quer'] };
  expect(() => upperLayers(encoder, { ...tuning, layers: 1, adapters }, () => 0)).toThrow(
    'has no product "quer" in layer 1',
  );
});
