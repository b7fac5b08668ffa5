import { describe, expect, it } from 'vitest';
import type { MonitorRecipe } from '../../harness/contract/monitor.ts';
import { measureMonitor, measureMonitors } from './measure-monitors.ts';
import { MONITOR_STREAMS } from './monitor-streams.ts';

const TRIAL = { baseline: 0.1, degraded: 0.9, meanRun: 8, before: 3, horizon: 20, runs: 4, seed: '1' };
/** Gives the mean itself as every observation. */
const plain = {
  ...MONITOR_STREAMS[0]!,
  name: 'plain',
  draw: (_: unknown, mean: () => number) => () => mean(),
} as never;

/** Alarms by what it has seen since it was new. */
function recipeOf(alarms: (value: number, seen: number) => boolean) {
  const made: { resets: number; seen: number }[] = [];
  const recipe: MonitorRecipe = {
    ...{ name: 'by rule', summary: '', promise: 'measured' },
    create: () => {
      const own = { resets: 0, seen: 0 };
      let since = 0;
      made.push(own);
      return {
        ...{ name: 'by rule', statistic: 0 },
        update: (value) => {
          own.seen++;
          return alarms(value, ++since);
        },
        reset: () => {
          own.resets++;
          since = 0;
        },
      };
    },
  };
  return { recipe, made };
}

describe('how a monitor does', () => {
  it('is told by observations to an alarm, where nothing changes and after a change', () => {
    const { recipe } = recipeOf((value) => value > 0.5);
    expect(measureMonitor(recipe, TRIAL, plain)).toEqual({
      ...{ monitor: 'by rule', promise: 'measured', stream: 'plain', runs: 4 },
      ...{ meanRun: null, alarmed: 0, delay: 1, badBefore: 0.9, missed: 0 },
    });
  });

  it('counts the runs without an alarm, too, and of the changes only those that were found', () => {
    const never = measureMonitor(recipeOf(() => false).recipe, TRIAL, plain);
    expect(never).toMatchObject({ meanRun: null, alarmed: 0, delay: null, badBefore: null, missed: 1 });
    // Each run makes two monitors, one in control and one that sees the change: those of every other run alarm at once.
    let made = -1;
    const half: MonitorRecipe = {
      ...recipeOf(() => false).recipe,
      create(settings) {
        made++;
        const alarms = Math.floor(made / 2) % 2 === 0;
        return recipeOf(() => alarms).recipe.create(settings);
      },
    };
    const found = measureMonitor(half, TRIAL, plain);
    expect(found).toMatchObject({ meanRun: (2 * 1 + 2 * 20) / 2, alarmed: 0.5, delay: 1, badBefore: 0.9, missed: 0.5 });
  });

  it('waits as long as the horizon, and no longer', () => {
    const at = (seen: number) =>
      measureMonitor(recipeOf((_, since) => since === seen).recipe, { ...TRIAL, before: 0, meanRun: 0 }, plain);
    expect(at(20)).toMatchObject({ meanRun: 20, alarmed: 1, delay: 20, missed: 0 });
    expect(at(20).badBefore).toBeCloseTo(18, 9);
    expect(at(21)).toMatchObject({ meanRun: null, alarmed: 0, delay: null, missed: 1 });
  });

  it('begins its changes evenly over a mean run, after a false alarm like new', () => {
    const { recipe, made } = recipeOf((value, since) => value > 0.5 || since === 2);
    const { delay } = measureMonitor(recipe, TRIAL, plain);
    expect(delay).toBe(1);
    const changed = made.filter((_, at) => at % 2 === 1);
    // 3, 5, 7 and 9 observations before the change, and the one that finds it.
    expect(changed.map(({ seen }) => seen)).toEqual([4, 6, 8, 10]);
    expect(changed.map(({ resets }) => resets)).toEqual([1, 2, 3, 4]);
  });

  it('stands beside what alarms at fixed distances, which sees nothing', () => {
    const rows = measureMonitors([recipeOf(() => false).recipe], { ...TRIAL, meanRun: 5 });
    expect(rows).toHaveLength(2 * MONITOR_STREAMS.length);
    for (const row of rows.filter(({ promise }) => promise === null))
      expect(row).toMatchObject({ monitor: 'alarm at fixed distances', meanRun: 5, alarmed: 1 });
  });
});
