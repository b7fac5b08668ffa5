import { expect, it } from 'vitest';
import { extentOf, spanScale, zeroLine } from './plain-axes.ts';
import { selectEvenly } from './select-evenly.ts';

it('an axis holds 0 and all finite values, and is never empty', () => {
  expect([[3, 5], [-2, 1], [-4, -1], [Number.NaN, Infinity, 2], [], [0, 0]].map((values) => extentOf(values))).toEqual([
    { low: 0, high: 5 },
    { low: -2, high: 1 },
    { low: -4, high: 0 },
    { low: 0, high: 2 },
    { low: 0, high: 1 },
    { low: 0, high: 1 },
  ]);
  expect(spanScale({ low: -1, high: 2 })).toEqual({ domain: [-1, 2], nice: true, zero: true });
});

it('a line at 0 is drawn only where something lies below it', () => {
  expect([zeroLine({ low: 0, high: 1 }), zeroLine({ low: 0.5, high: 1 })]).toEqual([[], []]);
  expect(zeroLine({ low: -0.1, high: 1 })).toMatchObject([{ data: { values: [{ y: 0 }] }, mark: { type: 'rule' } }]);
});

it('items are selected evenly: the first, the last, and others between', () => {
  const ten = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  expect([10, 11, 4, 2, 1].map((most) => selectEvenly(ten, most))).toEqual([ten, ten, [0, 3, 6, 9], [0, 9], [0]]);
  expect(selectEvenly(ten, 10)).not.toBe(ten);
  expect(selectEvenly([0, 1, 2, 3, 4, 5], 3)).toEqual([0, 3, 5]);
});

it('an axis that need not hold 0 holds the values alone, and something where there are none', () => {
  expect(extentOf([0.6, 0.75, Number.NaN], false)).toEqual({ low: 0.6, high: 0.75 });
  expect(extentOf([0.6], false)).toEqual({ low: 0.6, high: 1.6 });
  expect(extentOf([], false)).toEqual({ low: 0, high: 1 });
  expect(spanScale({ low: 0.6, high: 0.75 }).zero).toBe(false);
  expect(spanScale({ low: -1, high: 1 }).zero).toBe(true);
});
