import { expect, it } from 'vitest';
import { judgementWords } from '../../../reports/present/judgement-words.ts';
import { standardNormal } from '../../contract/draws.ts';
import { createRng } from '../../shared/streams.ts';
import { judgeCheck } from './held-out-gain.ts';

/** A check of operators who gain so much per answer, with that spread. */
function check(model: string, operators: number, gain: number, spread: number) {
  const rng = createRng('test', model);
  const parts = Array.from({ length: operators }, (_, at) => {
    const count = 20 + (at % 7);
    return { count, gain: count * (gain + spread * standardNormal(rng)) };
  });
  return { model, simpler: 'one for all', of: 'answers', parts };
}

const judged = (...heldOut: ReturnType<typeof check>[]) => judgeCheck({ heldOut, times: [], acceptance: [] }).heldOut;

it('a model that foretells better is better, one that does not is undecided, with the operators that would decide', () => {
  const [clear, same] = judged(check('clear', 60, 0.2, 0.1), check('same', 60, 0.002, 0.1));
  expect(clear).toMatchObject({ operators: 60, count: 60 * 20 + 8 * 21 + 6, judgement: { verdict: 'better' } });
  expect(clear?.gain).toBeCloseTo(0.2, 1);
  expect(same?.judgement.verdict).toBe('undecided');
  expect(same?.judgement.sessionsToDecide).toBeGreaterThan(60);
  const words = [clear!, same!].map(({ judgement }) => judgementWords(judgement, 0, 'count', 'operators'));
  expect(words).toEqual(['better', expect.stringMatching(/^undecided, [\d,]+ operators would decide$/)]);
});

it('what is better by itself need not be among others', () => {
  // Two and a half standard errors: .1 × √(30 / 29) / √30 is .0186.
  const parts = Array.from({ length: 30 }, (_, at) => ({
    count: 10,
    gain: 10 * (0.045 + (at % 2 === 0 ? 0.1 : -0.1)),
  }));
  const near = { ...check('near', 0, 0, 0), parts };
  expect(judged(near)[0]?.judgement.verdict).toBe('better');
  const others = [1, 2, 3, 4, 5, 6, 7, 8].map((at) => check(`other ${at}`, 30, 0, 0.1));
  expect(judged(near, ...others)[0]?.judgement.verdict).toBe('undecided');
});

it('operators who gain alike tell no spread', () => {
  const [alike] = judged(check('alike', 10, 0.5, 0));
  expect(alike).toMatchObject({ low: null, high: null, judgement: { verdict: 'undecided', sessionsToDecide: null } });
});
