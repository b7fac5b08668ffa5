import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type MonitorTrial, measureMonitor } from '../../reports/measures/measure-monitors.ts';
import { MONITOR_STREAMS } from '../../reports/measures/monitor-streams.ts';
import { discover } from '../bench/models/discover.ts';
import type { MonitorRecipe } from '../contract/monitor.ts';
import { measuredMonitors, monitorTable } from './references/support/monitor-table.ts';

const recipes = await discover<MonitorRecipe>('policies/monitors', 'recipe');
const measured = measuredMonitors(recipes);
const [independent, clustered, off] = MONITOR_STREAMS;

it('the documentation shows what is measured', () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'monitors.md'), 'utf8');
  expect(page).toContain(monitorTable(measured).join('\n'));
});

describe('monitors whose height is worked out', () => {
  const worked = recipes.filter(({ name }) => name === 'cusum' || name === 'page-hinkley');
  /** Runs are cut so late that hardly one is; the mean of 600 is then within 12 % of the true one, surely. */
  const trial = { before: 0, horizon: 6000, runs: 600, seed: '2' };
  const grid: Pick<MonitorTrial, 'baseline' | 'degraded' | 'meanRun'>[] = [
    { baseline: 0.05, degraded: 0.15, meanRun: 500 },
    { baseline: 0.1, degraded: 0.2, meanRun: 500 },
    { baseline: 0.2, degraded: 0.4, meanRun: 500 },
    { baseline: 0.5, degraded: 0.75, meanRun: 200 },
  ];

  it.each(worked.flatMap((recipe) => grid.map((at) => ({ name: recipe.name, ...at, recipe }))))(
    '$name alarms falsely about every $meanRun observations of mean $baseline, and no sooner',
    ({ recipe, baseline, degraded, meanRun }) => {
      const { meanRun: run } = measureMonitor(recipe, { ...trial, baseline, degraded, meanRun }, independent!);
      expect(run).toBeGreaterThan(0.88 * meanRun);
      expect(run).toBeLessThan(1.35 * meanRun);
    },
  );
});

it('clusters and a baseline set too low bring alarms several times as often, as the contract says', () => {
  for (const name of ['cusum', 'page-hinkley'])
    for (const stream of [clustered, off]) {
      const one = measured.find(({ monitor, stream: at }) => monitor === name && at === stream?.name);
      expect(one?.meanRun).toBeLessThan(0.6 * 500);
    }
});

it('a dummy that looks at nothing keeps the mean run and takes hundreds of observations to notice', () => {
  const dummy = measured.filter(({ monitor }) => monitor === 'alarm at fixed distances');
  expect(dummy).toHaveLength(MONITOR_STREAMS.length);
  const cusum = measured.find(({ monitor, stream }) => monitor === 'cusum' && stream === independent?.name);
  for (const { meanRun, delay } of dummy) {
    expect(meanRun).toBe(500);
    expect(delay).toBeGreaterThan(1.5 * (cusum?.delay ?? 0));
  }
});
