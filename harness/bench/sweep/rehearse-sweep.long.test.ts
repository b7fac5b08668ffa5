import { describe, expect, it } from 'vitest';
import { SPENDINGS } from '../../../reports/stats/group-sequential.ts';
import type { Metric } from '../../contract/metric.ts';
import { adaptiveRule, SWEEP_ERROR } from './adaptive-rule.ts';
import { parseSweep } from './plan.ts';
import { rehearse } from './rehearse-sweep.ts';

const SWEEPS = 500;
/** Four standard deviations of so many sweeps: intervals are good to some tenths of a point, see `coverage.long.test.ts`. */
const MOST = SWEEP_ERROR + 4 * Math.sqrt((SWEEP_ERROR * (1 - SWEEP_ERROR)) / SWEEPS);
const METRICS: Metric[] = (['ms', 'share'] as const).map((unit) => ({
  ...{ name: unit, title: unit, unit, summary: '', better: 'lower' },
  measure: () => ({ numerator: 0, denominator: 1 }),
}));

describe.each(SPENDINGS)('adaptive sweeps by %s', (spending) => {
  it.each(['ms', 'share'])('of %s are wrong no more often than they say, whatever the difference', (metric) => {
    const adaptive = { looks: 5, metric, spending };
    const axes = { alpha: [0, 0.05], beta: [0, 0.3] };
    const plan = parseSweep(JSON.stringify({ axes, sessions: 300, adaptive }), 'plan');
    const rule = adaptiveRule(plan, METRICS)!;
    for (const margins of [0, 0.5, 1]) {
      const found = rehearse({ rule, comparisons: 4, sweeps: SWEEPS, spread: 0.15, seed: '1' }, margins);
      expect(found.wrong.estimate, `${margins} margins`).toBeLessThan(MOST);
      expect(found.missed.estimate, `${margins} margins`).toBeLessThan(MOST);
    }
  });
});
