import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recipe as adwin } from './adwin.ts';
import { recipe as cusum } from './cusum.ts';
import { recipe as pageHinkley } from './page-hinkley.ts';

const NO_DRAWS = { next: () => 0.5 };
const settings = { baseline: 0.1, degraded: 0.3, meanRun: 500, rng: () => NO_DRAWS };

it.each([adwin, cusum, pageHinkley])('$name does not alarm where things become better', ({ create }) => {
  const monitor = create({ ...settings, baseline: 0.5, degraded: 0.75 });
  for (let at = 0; at < 100; at++) expect(monitor.update(at % 2)).toBe(false);
  for (let at = 0; at < 200; at++) expect(monitor.update(0)).toBe(false);
});

describe('observations that never change', () => {
  it('never alarm an adaptive window, whatever their sum is rounded to', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (value) => {
        const monitor = adwin.create(settings);
        for (let at = 0; at < 120; at++) {
          expect(monitor.update(value)).toBe(false);
          expect(monitor.statistic).toBe(0);
        }
      }),
      { numRuns: 60, examples: [[0.1], [0.2], [0.7], [0.9], [1 / 3], [0], [1]] },
    );
  });

  it('still let a window see a change after them', () => {
    const monitor = adwin.create(settings);
    for (let at = 0; at < 50; at++) monitor.update(0.1);
    let on = false;
    for (let at = 0; at < 20; at++) on = monitor.update(0.9);
    expect(on).toBe(true);
  });

  it.each([cusum, pageHinkley])('never alarm $name where they are the baseline itself', ({ create }) => {
    for (const baseline of [0.1, 0.2, 1 / 3, 0.7, 0.9]) {
      const monitor = create({ ...settings, baseline, degraded: (1 + baseline) / 2 });
      for (let at = 0; at < 300; at++) expect(monitor.update(baseline)).toBe(false);
      expect(monitor.statistic).toBeLessThan(1e-9);
    }
  });
});
