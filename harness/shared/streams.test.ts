import { describe, expect, it } from 'vitest';
import type { Rng } from '../contract/rng.ts';
import { createRng, createStreams, trainingRandom } from './streams.ts';

const MILLION = 1_000_000;
const CELLS = 1000;

/** Mean, and the chi-square statistic over equal cells, of one draw per stream. */
function firstDraws(stream: (index: number) => Rng): { mean: number; chiSquare: number; lag: number } {
  const counts = new Uint32Array(CELLS);
  let sum = 0;
  let products = 0;
  let before = 0.5;
  for (let i = 0; i < MILLION; i++) {
    const draw = stream(i).next();
    sum += draw;
    products += (draw - 0.5) * (before - 0.5);
    before = draw;
    counts[Math.floor(draw * CELLS)]! += 1;
  }
  const expected = MILLION / CELLS;
  let chiSquare = 0;
  for (const count of counts) chiSquare += (count - expected) ** 2 / expected;
  return { mean: sum / MILLION, chiSquare, lag: (12 * products) / MILLION };
}

/** Five standard errors: one failure in about two million honest runs, and the draws are fixed anyway. */
function expectUniform({ mean, chiSquare, lag }: ReturnType<typeof firstDraws>): void {
  expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / MILLION));
  expect(Math.abs(chiSquare - (CELLS - 1))).toBeLessThan(5 * Math.sqrt(2 * (CELLS - 1)));
  expect(Math.abs(lag)).toBeLessThan(5 / Math.sqrt(MILLION));
}

describe('first draws of neighbouring streams are uniform and independent', () => {
  it('over a million sequential seeds', () => {
    expectUniform(firstDraws((i) => createStreams({ seed: String(i), session: 's' })('operator', 0, 'verdict')));
  });

  it('over a million sequential sessions', () => {
    expectUniform(firstDraws((i) => createStreams({ seed: '1', session: `s${i}` })('operator', 3, 'slip')));
  });

  it('over a million sequential steps', () => {
    const streams = createStreams({ seed: '1', session: 's' });
    expectUniform(firstDraws((i) => streams('operator', i, 'verdict')));
  });

  it('over a million sequential names outside a scenario', () => {
    expectUniform(firstDraws((i) => createRng('split', String(i))));
  });
});

describe('a stream', () => {
  const name = { seed: '7', session: 'case-1' };
  const draws = (rng: Rng) => Array.from({ length: 5 }, () => rng.next());

  it('is the same for the same name, drawn in any order', () => {
    const one = createStreams(name);
    const other = createStreams(name);
    other('operator', 9, 'slip').next();
    expect(draws(one('operator', 2, 'verdict'))).toEqual(draws(other('operator', 2, 'verdict')));
  });

  it('changes with each part of its name', () => {
    const streams = createStreams(name);
    const all = [
      streams('operator', 2, 'verdict'),
      streams('customer', 2, 'verdict'),
      streams('operator', 3, 'verdict'),
      streams('operator', 2, 'slip'),
      createStreams({ ...name, seed: '8' })('operator', 2, 'verdict'),
      createStreams({ ...name, session: 'case-2' })('operator', 2, 'verdict'),
      createStreams({ ...name, group: 'repeat 2' })('operator', 2, 'verdict'),
      createStreams({ seed: '7case', session: '-1' })('operator', 2, 'verdict'),
    ].map((rng) => draws(rng).join());
    expect(new Set(all).size).toBe(all.length);
  });

  it('is uniform along its own length', () => {
    const rng = createStreams(name)('operator', 0, 'verdict');
    expectUniform(firstDraws(() => rng));
  });

  it('is the one that was published: a change of these numbers breaks every stored run', () => {
    expect(draws(createStreams(name)('operator', 2, 'verdict')).map((x) => x.toFixed(6))).toMatchInlineSnapshot(`
      [
        "0.999124",
        "0.759932",
        "0.885464",
        "0.799013",
        "0.517252",
      ]
    `);
  });
});

it('each number of an epoch, and none, has random numbers of its own, the same each time', () => {
  const first = (number?: number, seed = '1') => trainingRandom('order of epoch', seed, number)();
  const all = [first(), first(0), first(1), first(10), first(0, '2'), first(undefined, '2')];
  expect(new Set(all).size).toBe(all.length);
  expect(first(0)).toBe(first(0));
});
