import { describe, expect, it } from 'vitest';
import type { Metric } from '../../contract/metric.ts';
import { adaptiveRule } from './adaptive-rule.ts';
import { parseSweep } from './plan.ts';
import { rehearse } from './rehearse-sweep.ts';

const metric = (name: string, unit: Metric['unit'], better: Metric['better']): Metric => ({
  ...{ name, title: name, unit, summary: '', better },
  measure: () => ({ numerator: 0, denominator: 1 }),
});
const METRICS = [metric('time', 'ms', 'lower'), metric('share', 'share', 'higher')];

function rehearsed(name: string, margins: number, more: { readonly spending?: string; readonly sweeps?: number } = {}) {
  const adaptive = { looks: 4, metric: name, spending: more.spending ?? 'pocock' };
  const plan = parseSweep(JSON.stringify({ axes: { alpha: [0, 0.1] }, sessions: 120, adaptive }), 'plan');
  const rule = adaptiveRule(plan, METRICS)!;
  return rehearse({ rule, comparisons: 2, sweeps: more.sweeps ?? 60, spread: 0.1, seed: '1' }, margins);
}

describe('a rehearsed sweep', () => {
  it.each(['time', 'share'])('of %s finds equivalent what is alike, and worse or better what is not', (name) => {
    const [none, large] = [rehearsed(name, 0), rehearsed(name, 20)];
    expect(none.verdicts.better + none.verdicts.worse).toBeLessThan(0.06);
    expect(large.verdicts[name === 'time' ? 'worse' : 'better']).toBe(1);
    if (name === 'time') expect(none.verdicts.equivalent).toBeGreaterThan(0.9);
  });

  it('saves the more the larger the difference, and nothing where none is decided', () => {
    const spent = [1, 2, 4].map((margins) => rehearsed('time', margins).spent);
    expect(spent[1]).toBeLessThan(spent[0]!);
    expect(spent[2]).toBeLessThan(spent[1]!);
    const undecided = rehearsed('share', 0);
    expect(undecided.verdicts.undecided).toBe(1);
    expect(undecided.spent).toBe(1);
  });

  it('is the same again, and spends less at first by one rule than by the other', () => {
    expect(rehearsed('time', 2)).toEqual(rehearsed('time', 2));
    const late = rehearsed('time', 2, { spending: 'obrien-fleming' });
    expect(rehearsed('time', 2).spent).toBeLessThan(late.spent);
  });
});
