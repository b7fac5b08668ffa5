import { describe, expect, it } from 'vitest';
import { screen } from '../../testing/small-desk.ts';
import { recipe as energy } from '../energy.ts';
import { cholesky, recipe as mahalanobis, whitenedLength2 } from '../mahalanobis.ts';
import { recipe as maxSoftmax } from '../max-softmax.ts';
import { recipe as neighbours } from '../nearest-neighbours.ts';
import { embedScreen } from './embed-screen.ts';
import { quantileThreshold } from './quantile-threshold.ts';

describe('cholesky', () => {
  it('gives known triangles and distances', () => {
    const matrix = [Float64Array.of(4, 2), Float64Array.of(2, 10)];
    const lower = cholesky(matrix);
    expect([lower[0]?.[0], lower[1]?.[0], lower[1]?.[1]]).toEqual([2, 1, 3]);
    // (1, 2)·matrix⁻¹·(1, 2) = (10 − 8 + 16)/36.
    expect(whitenedLength2(lower, Float64Array.of(1, 2))).toBeCloseTo(0.5, 12);
    expect(() => cholesky([Float64Array.of(0)])).toThrow(/positive definite/);
  });
});

it('a threshold leaves no more above it than its level says', () => {
  const scores = Array.from({ length: 100 }, (_, i) => 100 - i);
  expect(quantileThreshold(scores, 0.95)).toBe(95);
  expect(quantileThreshold([7], 0.5)).toBe(7);
  expect(() => quantileThreshold([], 0.5)).toThrow(/no score/);
  expect(() => quantileThreshold([1], 1)).toThrow(/level/);
});

describe('scores that are read off the suggestion', () => {
  const action = { kind: 'close', resolution: 'resolved' } as const;
  const proposal = (confidence: number, own: number) => ({
    screen: screen(),
    suggestion: { ranked: [{ action, confidence }], energy: own },
  });
  const nothing = { screen: screen(), suggestion: { ranked: [] } };
  const usual = [proposal(0.9, -3), proposal(0.6, 2), nothing];

  it('call the higher energy more unusual, and the lower confidence', () => {
    expect(energy.fit(usual, { seed: '1' }).score([proposal(0.5, -7), proposal(0.5, 1)])).toEqual([-7, 1]);
    const [sure, unsure] = maxSoftmax.fit(usual, { seed: '1' }).score([proposal(0.75, 0), proposal(0.25, 0)]);
    expect([sure, unsure]).toEqual([0.25, 0.75]);
  });

  it('call what has no suggestion as unusual as the most unusual that was seen', () => {
    expect(energy.fit(usual, { seed: '1' }).score([nothing])).toEqual([2]);
    expect(maxSoftmax.fit(usual, { seed: '1' }).score([nothing])).toEqual([1]);
  });
});

describe('embedded screens', () => {
  const said = (text: string) => screen({ messages: [{ author: 'customer', text }] });
  const proposal = (text: string) => ({ screen: said(text), suggestion: { ranked: [] } });

  it('have a length of 1, and are closer the more they share', () => {
    const [one, near, far] = ['I want to fly to Boston', 'I want to fly to Denver', 'my router blinks red'].map(
      (text) => embedScreen(said(text)),
    ) as [Float64Array, Float64Array, Float64Array];
    const distance = (a: Float64Array, b: Float64Array) => Math.hypot(...a.map((value, i) => value - (b[i] ?? 0)));
    expect(Math.hypot(...one)).toBeCloseTo(1);
    expect(distance(one, near)).toBeLessThan(distance(one, far));
  });

  it('lie on both sides of zero: features that meet in a place cancel out rather than add up', () => {
    const [unlike, others] = ['my router blinks red', 'a parcel for Rome was lost at sea'].map((text) =>
      embedScreen(said(text)),
    ) as [Float64Array, Float64Array];
    for (const vector of [unlike, others]) {
      const [below, above] = [vector.filter((value) => value < 0), vector.filter((value) => value > 0)];
      expect(below.length).toBeGreaterThan(above.length / 3);
      expect(above.length).toBeGreaterThan(below.length / 3);
    }
  });

  it('are as unusual as the fifth nearest of the usual ones is far, by any order of these', () => {
    const places = ['Rome', 'Oslo', 'Lima', 'Cairo', 'Delhi', 'Quito', 'Paris', 'Accra'];
    const texts = places.map((place, at) => `I want to fly to ${places.slice(0, at + 1).join(' and ')} ${place}`);
    const asked = proposal('my parcel for Rome is late');
    const gap = (text: string) => {
      const from = embedScreen(asked.screen);
      return Math.hypot(...embedScreen(said(text)).map((value, i) => value - from[i]!));
    };
    const fifth = texts.map(gap).sort((a, b) => a - b)[4]!;
    for (const order of [texts, [...texts].reverse(), [...texts.slice(3), ...texts.slice(0, 3)]])
      expect(neighbours.fit(order.map(proposal), { seed: '1' }).score([asked])[0]).toBeCloseTo(fifth, 12);
    const farthest = neighbours.fit(texts.slice(0, 3).map(proposal), { seed: '1' }).score([asked])[0];
    expect(farthest).toBeCloseTo(Math.max(...texts.slice(0, 3).map(gap)), 12);
  });

  it('what was seen is at no distance from its neighbours, and nearer the middle than what was not', () => {
    const usual = Array.from({ length: 6 }, () => proposal('I want to fly to Boston'));
    const strange = proposal('my router blinks red');
    const [known, unknown] = neighbours.fit(usual, { seed: '1' }).score([usual[0]!, strange]) as [number, number];
    expect(known).toBe(0);
    expect(unknown).toBeGreaterThan(0.1);
    const [inside, outside] = mahalanobis.fit(usual, { seed: '1' }).score([usual[0]!, strange]) as [number, number];
    expect(inside).toBeCloseTo(0);
    expect(outside).toBeGreaterThan(1);
  });
});

describe('distances from the usual screens, worked out at length', () => {
  const proposal = (text: string) => ({
    screen: screen({ messages: [{ author: 'customer', text }] }),
    suggestion: { ranked: [] },
  });
  const WORDS = ['flight', 'router', 'refund', 'parcel', 'invoice', 'password', 'hotel', 'taxi', 'bank', 'doctor'];
  const usual = WORDS.slice(0, 8).map((word, at) => proposal(`my ${word} ${WORDS[(at * 3 + 1) % 8]} is late`));
  const asked = [...WORDS.slice(8).map((word) => proposal(`where is my ${word}`)), usual[0]!];
  const vectors = usual.map((one) => [...embedScreen(one.screen)]);
  const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);

  /** Solves matrix · x = right by Gauss. */
  function solve(matrix: number[][], right: readonly number[]): number[] {
    const rows = matrix.map((row, i) => [...row, right[i]!]);
    for (const [i, pivot] of rows.entries())
      for (const [k, row] of rows.entries()) {
        const factor = k === i ? 0 : row[i]! / pivot[i]!;
        if (factor !== 0) for (let j = i; j < row.length; j++) row[j]! -= factor * pivot[j]!;
      }
    return rows.map((row, i) => row.at(-1)! / row[i]!);
  }

  it('are Mahalanobis’s, by a covariance that is drawn by a tenth to the mean variance', () => {
    const size = vectors[0]!.length;
    const mean = vectors[0]!.map((_, i) => sum(vectors.map((one) => one[i]!)) / vectors.length);
    const covariance = mean.map((a, i) =>
      mean.map((b, j) => sum(vectors.map((one) => (one[i]! - a) * (one[j]! - b))) / vectors.length),
    );
    const average = sum(covariance.map((row, i) => row[i]!)) / size;
    const shrunk = covariance.map((row, i) => row.map((one, j) => 0.9 * one + (i === j ? 0.1 * average + 1e-9 : 0)));
    const scores = mahalanobis.fit(usual, { seed: '1' }).score(asked);
    for (const [at, { screen: own }] of asked.entries()) {
      const off = [...embedScreen(own)].map((one, i) => one - mean[i]!);
      const solved = solve(shrunk, off);
      expect(scores[at]).toBeCloseTo(Math.sqrt(sum(off.map((one, i) => one * solved[i]!))), 6);
    }
  });

  it.each([1, 4, 5, 8])('are to the fifth nearest, to the farthest where there are fewer: of %d', (count) => {
    const scores = neighbours.fit(usual.slice(0, count), { seed: '1' }).score(asked);
    for (const [at, { screen: own }] of asked.entries()) {
      const from = embedScreen(own);
      const distances = vectors.slice(0, count).map((one) => Math.hypot(...one.map((value, i) => value - from[i]!)));
      expect(scores[at]).toBeCloseTo(distances.sort((a, b) => a - b)[Math.min(5, count) - 1]!, 9);
    }
  });

  it('are to two thousand of them at most, chosen evenly', () => {
    // Of 4,000 every second one is kept: those of odd places are never looked at.
    const many = Array.from({ length: 4000 }, (_, at) => usual[at % 2]!);
    const [even, odd] = neighbours.fit(many, { seed: '1' }).score([usual[0]!, usual[1]!]);
    expect(even).toBe(0);
    expect(odd).toBeGreaterThan(0.01);
  });
});
