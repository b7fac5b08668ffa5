import seedrandom from 'seedrandom';
import { expect, it } from 'vitest';
import { smallDeskExamples } from '../testing/small-desk.ts';
import { createLexicon, learnLexicon } from './lexicon.ts';
import { initialParameters } from './parameters.ts';
import { pretrain } from './pretrain.ts';
import { serialiseScreen } from './serialise.ts';
import { SETTINGS } from './settings.ts';

it('pre-training learns to tell hidden tokens, leaves the heads as they are, and is the same each time', async () => {
  const examples = smallDeskExamples(40, 'train');
  const lexicon = createLexicon(learnLexicon(examples, 400));
  const sequences = examples.map(({ screen }) => serialiseScreen(screen, lexicon, 64));
  const size = { width: 32, heads: 2, layers: 1, inner: 64 };
  const shape = { size, tokens: lexicon.size, actions: lexicon.rows, factBits: 8 };
  const settings = { ...SETTINGS, size, batch: 16, pretrainingEpochs: 10, learningRate: 0.01 };
  const run = async () => {
    const lines: string[] = [];
    const parameters = initialParameters(shape, seedrandom('start'));
    const task = {
      sequences,
      parameters,
      settings,
      shape,
      seed: '1',
      onProgress: (_: number, line: string) => lines.push(line),
    };
    return { lines, parameters, trained: await pretrain(task) };
  };
  const [one, other] = [await run(), await run()];
  const loss = (line: string | undefined) => Number(/loss (.*)$/.exec(line ?? '')?.[1]);
  expect(loss(one.lines.at(-1))).toBeLessThan(loss(one.lines[0]) / 2);
  expect(one.trained['join.out']).toEqual(one.parameters['join.out']);
  expect(one.trained.token).not.toEqual(one.parameters.token);
  expect(one.trained).toEqual(other.trained);
});
