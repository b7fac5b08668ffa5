import { expect, it } from 'vitest';
import type { CriticExample, Proposal } from '../../../harness/contract/critic.ts';
import { smallDeskExamples } from '../../testing/small-desk.ts';
import { outOfFold } from './confident-learning.ts';

const examples: CriticExample[] = smallDeskExamples(30, 'folds').map(({ screen, action, session }, at) => ({
  screen,
  suggestion: { ranked: [{ action, confidence: 0.5 }] },
  accepted: at % 3 > 0,
  session,
}));
const known: readonly Proposal[] = examples;

it('scores every answer once, by what was taught no answer of its session', async () => {
  const scored: number[] = [];
  let disposed = 0;
  const probabilities = await outOfFold(examples, { seed: '1' }, async (taught) => ({
    score: async (proposals) => {
      const sessions = new Set(taught.map(({ session }) => session));
      const places = proposals.map((proposal) => known.indexOf(proposal));
      for (const place of places) expect(sessions).not.toContain(examples[place]?.session);
      scored.push(...places);
      return places.map((place) => place / examples.length);
    },
    dispose: async () => void disposed++,
  }));
  expect(new Set(examples.map(({ session }) => session)).size).toBeLessThan(examples.length / 2);
  expect(scored.sort((a, b) => a - b)).toEqual([...examples.keys()]);
  expect(probabilities).toEqual(examples.map((_, at) => at / examples.length));
  expect(disposed).toBe(3);
});

it('leaves a single session in doubt', async () => {
  const [first] = examples;
  const alone = examples.filter(({ session }) => session === first?.session);
  const fit = () => Promise.reject(new Error('there is nothing to teach by'));
  expect(await outOfFold(alone, { seed: '1' }, fit)).toEqual(alone.map(() => 0.5));
});
