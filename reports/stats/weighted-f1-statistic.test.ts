import fc from 'fast-check';
import { expect, it } from 'vitest';
import { weightedF1 } from '../metrics/classification.ts';
import { weightedF1Statistic } from './weighted-f1-statistic.ts';

const label = fc.constantFrom('a', 'b', 'c', 'd');
const examples = fc.array(fc.record({ label, guess: label, count: fc.nat(3) }), { minLength: 1, maxLength: 40 });

it('counts an example as often as its weight says', () => {
  fc.assert(
    fc.property(examples, (all) => {
      const statistic = weightedF1Statistic(
        all.map((one) => one.label),
        all.map(({ guess }) => guess),
      );
      const repeated = all.flatMap((one) => Array.from({ length: one.count }, () => one));
      const found = statistic(all.map(({ count }) => count));
      if (repeated.length === 0) return found === null;
      const labels = repeated.map((one) => one.label);
      return (
        Math.abs(
          (found ?? 0) -
            weightedF1(
              labels,
              repeated.map(({ guess }) => guess),
            ),
        ) < 1e-12
      );
    }),
  );
});

it('refuses predictions that do not pair', () => {
  expect(() => weightedF1Statistic(['a'], [])).toThrow(/0 predictions do not go with 1 labels/);
});
