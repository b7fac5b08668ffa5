import seedrandom from 'seedrandom';
import { expect, it } from 'vitest';
import { Graph } from '../../networks/graph/graph.ts';

import { signatureOf, toOnnx } from '../../networks/graph/serialize.ts';
import { loadModel } from '../../networks/onnx/load-model.ts';
import { floats } from '../../networks/onnx/tensor.ts';
import type { Parameters } from '../../networks/training/trainer.ts';
import { frozen } from '../../networks/training/trainer-state.ts';
import { smallDeskExamples } from '../../testing/small-desk.ts';
import { encode, sequenceInputs } from './encoder.ts';
import { createLexicon, learnLexicon, SPECIAL } from './lexicon.ts';
import { packSequences } from './pack.ts';
import { initialTransformer } from './parameters.ts';
import { pretrain } from './pretrain.ts';
import type { Sequence } from './sequence.ts';
import { serialiseScreen } from './serialise.ts';
import { SETTINGS } from './settings.ts';

const LENGTH = 64;
const examples = smallDeskExamples(40, 'train');
const lexicon = createLexicon(learnLexicon(examples, 400));
const sequences = examples.map(({ screen }) => serialiseScreen(screen, lexicon, LENGTH));
const size = { width: 32, heads: 2, layers: 1, inner: 64 };
const shape = { size, tokens: lexicon.size, actions: lexicon.rows, factBits: 8 };
const settings = { ...SETTINGS, size, batch: 16, pretrainingEpochs: 10, learningRate: 0.01 };

/** Share of sequences in which the token in the middle, hidden, is the one that the encoder's state there is likest. */
async function toldShare(parameters: Parameters, all: readonly Sequence[]): Promise<number> {
  const graph = new Graph();
  const weights = frozen(graph, parameters);
  graph.output('states', encode(graph, weights, sequenceInputs(graph, 'screen', 'rows', 'tokens'), size, null));
  const model = await loadModel(toOnnx(graph), signatureOf(graph), {});
  const middle = ({ tokens }: Sequence) => Math.floor(tokens.length / 2);
  const hidden = all.map((one) => ({
    ...one,
    tokens: one.tokens.map((token, at) => (at === middle(one) ? SPECIAL.hidden : token)),
  }));
  const { screen_first: _, ...feeds } = packSequences('screen', hidden, all.length, LENGTH);
  const states = floats(await model.run(feeds), 'states');
  await model.dispose();
  const { data: tokens } = parameters.token!;
  const likeness = (state: Float32Array, token: number) =>
    state.reduce((sum, x, i) => sum + x * tokens[token * size.width + i]!, 0);
  const told = all.filter((one, row) => {
    const start = (row * LENGTH + middle(one)) * size.width;
    const state = states.slice(start, start + size.width);
    const likest = Array.from({ length: shape.tokens }, (_, token) => likeness(state, token));
    return likest.indexOf(Math.max(...likest)) === one.tokens[middle(one)];
  });
  return told.length / all.length;
}

it('pre-training learns to tell hidden tokens, leaves the heads as they are, and is the same each time', async () => {
  const run = async () => {
    const lines: string[] = [];
    const parameters = initialTransformer(shape, seedrandom('start'));
    const onProgress = (_: number, line: string) => lines.push(line);
    const trained = await pretrain({ sequences, parameters, settings, shape, seed: '1', onProgress });
    return { lines, parameters, trained };
  };
  const [one, other] = [await run(), await run()];
  const loss = (line: string | undefined) => Number(/loss (.*)$/.exec(line ?? '')?.[1]);
  expect(loss(one.lines.at(-1))).toBeGreaterThan(0);
  expect(loss(one.lines.at(-1))).toBeLessThan(loss(one.lines[0]) / 2);
  const [before, after] = [await toldShare(one.parameters, sequences), await toldShare(one.trained, sequences)];
  expect(before).toBeLessThan(0.1);
  expect(after).toBeGreaterThan(0.5);
  expect(one.trained['join.out']).toEqual(one.parameters['join.out']);
  expect(one.trained.token).not.toEqual(one.parameters.token);
  expect(one.trained).toEqual(other.trained);
});
