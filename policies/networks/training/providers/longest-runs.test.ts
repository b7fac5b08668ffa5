import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { actionTarget } from '../../../../harness/contract/action.ts';
import { actionExamples } from '../../../families/ngram/examples.ts';
import { learnKnowledge } from '../../../families/ngram/knowledge.ts';
import { itemMaker } from '../../../families/transformer/item.ts';
import { createLexicon, learnLexicon } from '../../../families/transformer/lexicon.ts';
import { SETTINGS } from '../../../families/transformer/settings.ts';
import { trainTransformer } from '../../../families/transformer/train.ts';
import { candidates } from '../../../screens/features/candidates.ts';
import { smallDeskExamples } from '../../../testing/small-desk.ts';
import { trainRanker } from '../../ranker/train.ts';
import { observingSteps } from '../observe-steps.ts';
import { type Parameters, TRAINERS } from '../trainer.ts';
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
beforeEach(() => {
  runs.length = 0;
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

/** A small transformer on screens of all lengths, with lists of candidates of all lengths. */
function trainSmallTransformer(providers: readonly string[]): Promise<Parameters> {
  const lexicon = createLexicon(learnLexicon(logs.slice(0, 50), 400));
  const lengths = { screen: 160, candidate: 16 };
  const make = itemMaker(lexicon, lengths);
  const items = logs.flatMap(({ screen, action }, at) => {
    const messages = Array.from({ length: at % 12 }, () => screen.messages).flat();
    const offered = candidates(screen);
    const right = offered.findIndex(({ target }) => target === actionTarget(action));
    return right < 0 ? [] : [{ ...make({ ...screen, messages }, offered), right, group: `${at % 5}` }];
  });
  const size = { width: 8, heads: 2, layers: 1, inner: 8 };
  const shape = { size, tokens: lexicon.size, actions: lexicon.rows, factBits: 6 };
  return trainTransformer({
    items: { train: items, heldOut: [] },
    ...{ settings: { ...SETTINGS, lengths, size, factBits: 6, batch: 8, epochs: 1 }, shape, seed: '1', providers },
    firstAction: lexicon.firstAction,
  });
}

const TRAININGS = {
  'of the n-gram ranker': (providers: readonly string[]) =>
    trainRanker({ train: told, heldOut: [], settings, seed: '1', providers }),
  'of a transformer': trainSmallTransformer,
};

async function train(providers: readonly string[], of: (providers: readonly string[]) => Promise<Parameters>) {
  const losses: number[] = [];
  const parameters = await observingSteps(
    async (_, work) => {
      const made = await work();
      losses.push(...made);
      return made;
    },
    () => of(providers),
  );
  return { losses, parameters };
}

it.each(Object.entries(TRAININGS))(
  'a training %s, whose minibatches differ in shape, makes at least twelve steps a run, and the same steps',
  async (_, of) => {
    const expected = await train(['cpu'], of);
    const found = await train([NAME, 'cpu'], of);
    expect(found.losses.length).toBe(expected.losses.length);
    expect(runs.reduce((sum, one) => sum + one, 0)).toBe(expected.losses.length);
    expect(expected.losses.length / runs.length).toBeGreaterThanOrEqual(12);
    // Padded otherwise, and so rounded otherwise; AdamW makes whole steps of gradients that are next to nothing.
    for (const [at, loss] of expected.losses.entries()) expect(found.losses[at]).toBeCloseTo(loss, 4);
    for (const [name, { data }] of Object.entries(expected.parameters))
      for (const [at, value] of data.entries())
        expect(Math.abs(found.parameters[name]!.data[at]! - value)).toBeLessThan(0.02);
  },
);
