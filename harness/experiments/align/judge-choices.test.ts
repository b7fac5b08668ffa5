import { expect, it } from 'vitest';
import type { TrainableNetwork } from '../../../policies/networks/alignment/trainable.ts';
import type { Parameters } from '../../../policies/networks/training/trainer-role.ts';
import type { GatheredAnswer } from '../../bench/feedback/gather-answers.ts';
import { openJudge } from './judge-choices.ts';

/** Scores are the parameters themselves, the same on every screen. */
const parametersOf = (...scores: number[]): Parameters => ({
  scores: { shape: [scores.length], data: Float32Array.from(scores) },
});
const scoresOf = (probabilities: readonly number[]) => parametersOf(...probabilities.map(Math.log));

interface Place {
  readonly right: number | null;
  readonly refused: number | null;
}

/** A network that is asked once about each answer, and finds what is right and refused in its step. */
const networkOf = (places: readonly Place[], start: Parameters): TrainableNetwork => ({
  name: 'actions',
  searched: [],
  answersOf: async (answered) => answered.map(({ step }) => [{ item: step, ...places[step]! }]),
  model: {
    parameters: start,
    weightDecay: 0,
    scores: () => {
      throw new Error('nothing is trained');
    },
    pack: () => {
      throw new Error('nothing is trained');
    },
    score: async (parameters, items) => items.map(() => parameters.scores!.data),
    sizeOf: () => 1,
  },
});

const CLOSE = { kind: 'close', resolution: 'x' } as const;
const answerOf = (id: string, step: number) =>
  ({ id, session: `case ${id}`, step, suggestion: CLOSE, action: CLOSE, logged: CLOSE }) as unknown as GatheredAnswer;

const PLACES = [
  { right: 0, refused: null },
  { right: 1, refused: 0 },
  { right: 2, refused: 0 },
  { right: null, refused: 0 },
];
const STEPS = [answerOf('a', 0), answerOf('a', 1), answerOf('b', 2), answerOf('b', 3)];

it('is where it began before anything is learned', async () => {
  const start = scoresOf([0.5, 0.3, 0.2]);
  const judge = await openJudge(networkOf(PLACES, start), STEPS);
  const { divergence, historical, hard, mass, steps } = await judge.judge(start, 7);
  expect([steps, divergence]).toEqual([7, 0]);
  // The first alone is right; where nothing is known to be right, nothing is judged.
  expect(historical).toMatchObject({ sessions: ['a', 'b'], numerators: [1, 0], denominators: [2, 1] });
  expect(hard).toMatchObject({ sessions: ['a', 'b'], cases: ['case a', 'case b'], numerators: [0, 0] });
  expect(mass.chosen).toBeCloseTo((0.3 + 0.2) / 2, 6);
  expect(mass.rejected).toBeCloseTo(0.5, 6);
  expect(mass.else).toBeCloseTo(0.25, 6);
});

it('tells the exact KL from where it began, and what is right now', async () => {
  const [before, now] = [
    [0.5, 0.3, 0.2],
    [0.2, 0.7, 0.1],
  ] as const;
  const judge = await openJudge(networkOf(PLACES, scoresOf(before)), STEPS);
  const { divergence, historical, hard, mass } = await judge.judge(scoresOf(now), 0);
  const kl = now.reduce((sum, p, at) => sum + p * Math.log(p / before[at]!), 0);
  expect(divergence).toBeCloseTo(kl, 6);
  expect(historical.numerators).toEqual([1, 0]);
  expect(hard.numerators).toEqual([1, 0]);
  expect(mass.chosen).toBeCloseTo((0.7 + 0.1) / 2, 6);
  expect(mass.rejected).toBeCloseTo(0.2, 6);
});
