import { afterAll, beforeAll, expect, it } from 'vitest';
import { actionExamples } from '../../../families/ngram/examples.ts';
import { learnKnowledge } from '../../../families/ngram/knowledge.ts';
import { smallDeskExamples } from '../../../testing/small-desk.ts';
import { trainRanker } from '../../ranker/train.ts';
import { observingSteps } from '../observe-steps.ts';
import { TRAINERS } from '../trainer.ts';
import type { TrainerMaker } from '../trainer-role.ts';
import { createLoopTrainer, LONGEST_RUN, runsOfOneShape } from './loop-trainer.ts';

/** The Loop that a CUDA card trains by, on the CPU. */
const NAME = 'cpu-in-a-loop';
const runs: number[] = [];
const counted: TrainerMaker = async (training, options) => {
  const trainer = await createLoopTrainer('cpu')(training, options);
  return {
    ...trainer,
    steps(batches) {
      runs.push(...runsOfOneShape(batches, LONGEST_RUN).map(({ length }) => length));
      return trainer.steps(batches);
    },
  };
};
const trainers = TRAINERS as Record<string, TrainerMaker>;
beforeAll(() => {
  trainers[NAME] = counted;
});
afterAll(() => {
  delete trainers[NAME];
});

const logs = smallDeskExamples(160, 'train');
// Texts that make minibatches of many shapes.
const told = actionExamples(logs, learnKnowledge(logs, undefined), false).map((one, at) => {
  const ids = Int32Array.from(
    { length: 10 + ((at * 97) % 500) },
    (_, i) => one.context.ids[i % one.context.ids.length]!,
  );
  return { ...one, context: { ids, weights: new Float32Array(ids.length).fill(0.1) } };
});
const facts = told[0]!.candidates.own.length / told[0]!.candidates.identities.length;
const settings = {
  shape: { facts, wideBits: 14, ownBits: 10, deepBits: 10, width: 8 },
  ...{ learningRate: 0.01, weightDecay: 0.01, dropout: 0.1, maxEpochs: 2, patience: null },
};

async function train(providers: readonly string[]) {
  const losses: number[] = [];
  const parameters = await observingSteps(
    async (_, work) => {
      const made = await work();
      losses.push(...made);
      return made;
    },
    () => trainRanker({ train: told, heldOut: [], settings, seed: '1', providers }),
  );
  return { losses, parameters };
}

it('a training whose minibatches differ in shape makes at least twelve steps a run, and the same steps', async () => {
  const expected = await train(['cpu']);
  const found = await train([NAME, 'cpu']);
  expect(found.losses.length).toBe(expected.losses.length);
  expect(runs.reduce((sum, one) => sum + one, 0)).toBe(expected.losses.length);
  expect(expected.losses.length / runs.length).toBeGreaterThanOrEqual(12);
  // Padded otherwise, and so rounded otherwise.
  for (const [at, loss] of expected.losses.entries()) expect(found.losses[at]).toBeCloseTo(loss, 4);
  for (const [name, { data }] of Object.entries(expected.parameters))
    for (const [at, value] of data.entries())
      expect(Math.abs(found.parameters[name]!.data[at]! - value)).toBeLessThan(1e-3);
});
