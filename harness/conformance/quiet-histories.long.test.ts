import { expect, it } from 'vitest';
import { testRng } from '../../reports/stats/testing/draws.ts';
import { findTrends } from '../bench/regress/find-trends.ts';
import { quietHistory } from '../bench/regress/testing/histories.ts';

const HISTORIES = 1000;

it.each([
  [8, 4],
  [20, 12],
  [50, 8],
])(
  'of 1,000 histories of %d nights and %d figures in which nothing changes at most one in twenty shows a trend',
  (nights, figures) => {
    const rng = testRng(`quiet histories of ${nights} nights`);
    let [called, declining] = [0, 0];
    for (let history = 0; history < HISTORIES; history++) {
      const moved = findTrends(quietHistory(nights, figures, rng), []).figures.flatMap((one) => one.moved ?? []);
      if (moved.length > 0) called++;
      if (moved.some(({ direction }) => direction === 'declines')) declining++;
    }
    expect(called / HISTORIES).toBeLessThanOrEqual(0.05);
    expect(declining).toBeLessThanOrEqual(called);
  },
);
