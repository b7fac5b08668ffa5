import { describe, expect, it } from 'vitest';
import type { Metric } from '../../contract/metric.ts';
import { createRng } from '../../shared/streams.ts';
import type { MeasuredCell } from '../compare/run-sums.ts';
import { DEFAULT_RULES } from './rules.ts';
import { simulateWorse } from './simulate-worse.ts';

const SESSIONS = 400;
const STEPS = 13;
const ACCURACY: Metric = {
  name: 'action_accuracy',
  title: 'Action accuracy',
  unit: 'share',
  summary: '',
  better: 'higher',
  measure: () => ({ numerator: 0, denominator: 0 }),
};
const OTHERS = DEFAULT_RULES.checks
  .map(({ metric }) => metric)
  .filter((name) => name !== 'action_accuracy')
  .map((name): Metric => ({ ...ACCURACY, name, title: name }));

/** Two runs that get each of so many steps right with 80 %, half of them alike. */
function cell(arm: string): MeasuredCell {
  const rng = createRng('test', 'worse nights', arm);
  const pairs = Array.from({ length: SESSIONS }, (_, at) => {
    const run = { base: 0, next: 0 };
    for (let step = 0; step < STEPS; step++) {
      const [one, other, alike] = [rng.next() < 0.8, rng.next() < 0.8, rng.next() < 0.5];
      if (one) run.base++;
      if (alike ? one : other) run.next++;
    }
    return {
      ...{ id: `s${at}`, caseKey: `s${at}`, session: `s${at}`, play: 'open loop', population: '1', operator: null },
      base: { numerator: run.base, denominator: STEPS },
      next: { numerator: run.next, denominator: STEPS },
    };
  });
  return { of: { part: 'open loop', cell: arm, arm, noise: 'α 0' }, metric: ACCURACY, pairs };
}

const night = { rules: DEFAULT_RULES, metrics: [ACCURACY, ...OTHERS], measured: [cell('copilot'), cell('selective')] };

describe('nights on which a policy is less accurate', () => {
  it('tell it by itself in 80 % where they have as many sessions as are stated, less often with fewer, oftener with more', () => {
    const found = simulateWorse(night, { loss: 0.02, nights: 200, seed: '1' });
    expect(found.map(({ cell }) => cell)).toEqual(Array(3).fill('open loop, copilot, α 0'));
    const [half, whole, twice] = found;
    const { stated } = whole!;
    expect(found.map(({ sessions }) => sessions)).toEqual([stated / 2, stated, 2 * stated]);
    // A step of either run is right or wrong: half of them differ in 32 %, and 2 % of all are made wrong.
    const deviation = Math.sqrt((0.5 * 2 * 0.8 * 0.2 + 0.02) / STEPS);
    const expected = (((1.96 + 0.8416) * deviation) / 0.02) ** 2;
    expect(stated / expected).toBeGreaterThan(0.85);
    expect(stated / expected).toBeLessThan(1.2);
    expect(Math.abs(whole!.alone.estimate - 0.8)).toBeLessThan(0.07);
    expect(half!.alone.estimate).toBeLessThan(0.6);
    expect(twice!.alone.estimate).toBeGreaterThan(0.93);
    for (const { alone, amongAll } of found) expect(amongAll.estimate).toBeLessThanOrEqual(alone.estimate);
  });

  it('need fewer sessions for a larger loss, and are none where no rule concerns the cell', () => {
    const statedFor = (loss: number) => simulateWorse(night, { loss, nights: 1, seed: '1' })[0]!.stated;
    expect(statedFor(0.04)).toBeLessThan(statedFor(0.02) / 3);
    const rules = { checks: [{ metric: 'goal_reached', tier: 'must' as const }] };
    expect(simulateWorse({ ...night, rules }, { loss: 0.02, nights: 1, seed: '1' })).toEqual([]);
  });
});
