import { expect, it } from 'vitest';
import { checkMonitorSettings, checkObservation } from './check-settings.ts';

const GOOD = { baseline: 0.1, degraded: 0.3, meanRun: 50, rng: () => ({ next: () => 0 }) };

it('settings are good up to the ends of their ranges', () => {
  for (const settings of [
    GOOD,
    { ...GOOD, meanRun: 1.01 },
    { ...GOOD, baseline: 1e-9, degraded: 0.999, meanRun: 1e300 },
  ])
    expect(() => checkMonitorSettings(settings)).not.toThrow();
});

it.each([
  [{ baseline: 0 }, 'baseline is 0: give a mean in (0, 1)'],
  [{ baseline: 1 }, 'baseline is 1:'],
  [{ baseline: Number.NaN }, 'baseline is NaN'],
  [{ degraded: 0.1 }, 'degraded mean is 0.1: give one between the baseline 0.1 and 1'],
  [{ degraded: 0.05 }, 'degraded mean is 0.05'],
  [{ degraded: 1 }, 'degraded mean is 1:'],
  [{ meanRun: 1 }, 'mean run is 1: give a finite number above 1'],
  [{ meanRun: Number.POSITIVE_INFINITY }, 'mean run is Infinity'],
  [{ meanRun: Number.NaN }, 'mean run is NaN'],
])('refuses %j', (own, message) => {
  expect(() => checkMonitorSettings({ ...GOOD, ...own })).toThrow(message);
});

it('an observation is from 0 to 1', () => {
  for (const value of [0, 0.5, 1]) expect(() => checkObservation(value)).not.toThrow();
  for (const value of [-1e-9, 1 + 1e-9, Number.NaN]) expect(() => checkObservation(value)).toThrow('are in [0, 1]');
});
