import { describe, expect, it } from 'vitest';
import { control, screen } from '../../testing/small-desk.ts';
import { candidates } from '../features/candidates.ts';
import { energyOf, probabilities, rank, SUGGESTED } from './rank.ts';

describe('scores of what a screen offers', () => {
  it('are probabilities by softmax, flatter the higher the temperature', () => {
    const scores = Float32Array.of(Math.log(8), Math.log(2), 0);
    expect(probabilities(scores, 1).map((one) => one * 11)).toEqual([8, 2, 1].map((one) => expect.closeTo(one, 5)));
    const cooled = probabilities(scores, 3);
    expect(cooled.map((one) => one / cooled[2]!)).toEqual([2, 2 ** (1 / 3), 1].map((one) => expect.closeTo(one, 5)));
    expect(probabilities(Float32Array.of(2000, 2000), 1)).toEqual([0.5, 0.5]);
  });

  it('have an energy that is higher where nothing fits', () => {
    expect(energyOf(Float32Array.of(Math.log(3), 0))).toBeCloseTo(-Math.log(4), 6);
    expect(energyOf(Float32Array.of(-5, -5))).toBeGreaterThan(energyOf(Float32Array.of(5, -5)));
    expect(energyOf(Float32Array.of(2000))).toBe(-2000);
  });
});

it('the best few are ranked, best first', () => {
  const controls = Array.from({ length: 12 }, (_, at) => control(`reply:r${at}`, 'reply', `Reply ${at}`));
  const offered = candidates(screen({ controls }));
  const scores = Float32Array.from(offered, (_, at) => -Math.abs(at - 3.1));
  const ranked = rank(offered, scores, 1);
  expect(ranked.map(({ candidate }) => offered.indexOf(candidate))).toEqual([3, 4, 2, 5, 1]);
  expect(ranked).toHaveLength(SUGGESTED);
});

it('a form that is hardly the right one is not worth filling in, unless it comes first', () => {
  const offered = candidates(screen());
  const form = offered.findIndex(({ kind }) => kind === 'submit_form');
  expect(form).toBeGreaterThanOrEqual(0);
  const kinds = (score: number) =>
    rank(
      offered,
      Float32Array.from(offered, (_, at) => (at === form ? score : 0)),
      1,
    ).map(({ candidate }) => candidate.kind);
  expect(kinds(-5)).not.toContain('submit_form');
  expect(kinds(5)[0]).toBe('submit_form');
});
