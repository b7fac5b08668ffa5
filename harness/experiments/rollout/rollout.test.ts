import { describe, expect, it } from 'vitest';
import type { Drift } from '../../contract/drift.ts';
import type { GateRecipe } from '../../contract/gate.ts';
import type { MonitorRecipe } from '../../contract/monitor.ts';
import type { OodRecipe } from '../../contract/ood.ts';
import { uniformNoise } from '../../contract/uniform-noise.ts';
import { SLICE_STAGES, type SliceDay } from '../../stages/rounds-input.ts';
import { discover } from '../discover.ts';
import { embeddedDataset } from '../embedded-dataset.ts';
import { findRecipes } from '../staged-options.ts';
import { measureMonitor } from './measure-monitors.ts';
import { playRollout, type RolloutParts } from './play-rollout.ts';
import { planDays, sliceOf } from './rollout-days.ts';
import type { RolloutOptions } from './rollout-options.ts';
import { bar } from './rollout-tables.ts';
import { summariseDays, summariseMonitors, summariseSlices } from './summarise-rollout.ts';

const dataset = embeddedDataset(400);
const drifts = await discover<Drift>('fixtures/drift', 'drift');
const monitors = await discover<MonitorRecipe>('policies/monitors', 'recipe');
const oods = await discover<OodRecipe>('policies/ood', 'recipe');
const recipes = await findRecipes({ policy: 'markov', critic: 'max-softmax', gate: 'plug-in' });
const changedRule = drifts.find(({ name }) => name === 'changed-rule') as Drift;

const options: RolloutOptions = {
  days: 5,
  perDay: 36,
  history: 120,
  newProcess: 'handover',
  driftDay: 4,
  drift: 'changed-rule',
  policy: 'markov',
  critic: 'max-softmax',
  gate: 'plug-in',
  ood: 'nearest-neighbours',
  monitor: 'cusum',
  target: 0.6,
  delta: 0.2,
  meanRun: 100,
  alpha: '0.05',
  beta: '0.2',
  slip: '0.02',
  seed: '1',
  providers: 'cpu',
};

/** Whatever scores at all passes: the stages are looked at here, not the gates. */
const generous: GateRecipe = {
  ...recipes.gate,
  fit: () => ({
    name: 'generous',
    threshold: 0.01,
    reason: 'for the test',
    decide: (score) => (score >= 0.01 ? 'execute' : 'defer'),
  }),
};

const parts: RolloutParts = {
  policy: recipes.policy,
  critic: recipes.critic,
  gate: generous,
  ood: oods.find(({ name }) => name === 'nearest-neighbours') as OodRecipe,
  monitors: [...monitors].sort((a) => (a.name === 'cusum' ? -1 : 0)),
  drift: changedRule,
  degrades: false,
  noise: uniformNoise({ alpha: 0.05, beta: 0.2, slip: 0.02 }),
};

describe('the calendar', () => {
  const calendar = planDays(dataset, changedRule, options);

  it('knows nothing of the new process before, deals every session once, and drifts from its day on', () => {
    expect(calendar.history.some((session) => session.goal?.procedure === 'handover')).toBe(false);
    const ids = [...calendar.history, ...calendar.days.flatMap(({ sessions }) => sessions)].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(calendar.days.map(({ sessions }) => sessions.length)).toEqual([36, 36, 36, 36, 36]);
    const drifted = calendar.days.map(({ sessions }) => sessions.some(({ tags }) => tags.includes('drifted')));
    expect(drifted).toEqual([false, false, false, true, true]);
    expect(calendar.changed.size).toBe(1);
  });

  it('says what is missing', () => {
    expect(() => planDays(dataset, null, { ...options, newProcess: 'x' })).toThrow(/--new-process x/);
    expect(() => planDays(dataset, null, { ...options, days: 60 })).toThrow(/60 days of 36/);
  });
});

describe('a small rollout', async () => {
  const days: SliceDay[] = [];
  const played = await playRollout(dataset, options, parts, (rows) => days.push(...rows));
  const of = (slice: string) => played.slices.filter((row) => row.slice === slice);

  it('plays each session on its day, none twice, and leaves none out', () => {
    expect(days).toEqual(played.slices);
    expect(played.unplanned).toBe(0);
    expect(summariseDays(played).map(({ sessions }) => sessions)).toEqual([36, 36, 36, 36, 36]);
    for (const { sessions, day } of played.calendar.days)
      for (const row of played.slices.filter((one) => one.day === day))
        expect(row.sessions).toBe(
          sessions.filter((session) => sliceOf(session, played.calendar.clusterOf) === row.slice).length,
        );
  });

  it('leads slices through the stages in order, and runs nothing alone before calibration but what is harmless', () => {
    expect(of('general')[0]?.stage).toBe('logging');
    const order: readonly string[] = SLICE_STAGES;
    for (const { slice, stage, day, rolledBack } of played.slices) {
      const next = of(slice).find((row) => row.day === day + 1);
      if (next && !rolledBack) expect([0, 1]).toContain(order.indexOf(next.stage) - order.indexOf(stage));
    }
    expect(played.slices.some(({ stage }) => stage === 'selective')).toBe(true);
    for (const { stage, executed } of played.slices)
      if (stage === 'logging' || stage === 'copilot') expect(executed).toBe(0);
    expect(played.slices.some(({ executed }) => executed > 0)).toBe(true);
  });

  it('rolls back only slices that are automated, and those only where an acting monitor has alarmed', () => {
    for (const row of played.slices.filter(({ rolledBack }) => rolledBack)) {
      expect(row.alarms.some(({ acts }) => acts)).toBe(true);
      expect(['calibration', 'selective']).toContain(row.stage);
      const next = played.slices.find(({ slice, day }) => slice === row.slice && day === row.day + 1);
      if (next) expect(next.stage).toBe('copilot');
    }
  });

  it('sums up to what the days say', () => {
    const slices = summariseSlices(played, options.driftDay);
    expect(slices.filter(({ changed }) => changed)).toHaveLength(1);
    const watched = summariseMonitors(
      played,
      options.driftDay,
      parts.monitors.map(({ name }) => name),
    );
    expect(watched.map(({ acts }) => acts)).toEqual([true, false, false, false]);
    const falseAlarms = (name: string) => watched.find(({ monitor }) => monitor === name)?.falseAlarms ?? 0;
    expect(falseAlarms('cusum')).toBeGreaterThanOrEqual(slices.reduce((sum, one) => sum + one.falseRollbacks, 0));
  });

  it('gives the same again', async () => {
    const again = await playRollout(dataset, options, parts, () => undefined);
    expect(again.slices).toEqual(played.slices);
  });
});

it('measures false alarms, delay and misses of monitors', () => {
  const trial = { baseline: 0.1, degraded: 0.4, meanRun: 100, before: 100, horizon: 400, runs: 60, seed: '1' };
  const cusum = monitors.find(({ name }) => name === 'cusum') as MonitorRecipe;
  const measured = measureMonitor(cusum, trial);
  expect(measured.meanRun).toBeGreaterThan(100);
  expect(measured.missed).toBe(0);
  expect(measured.delay).toBeLessThan(40);
  expect(measured.badBefore).toBeLessThan(measured.delay ?? 0);
  const deaf: MonitorRecipe = {
    ...cusum,
    create: () => ({ name: 'deaf', statistic: 0, update: () => false, reset: () => undefined }),
  };
  expect(measureMonitor(deaf, trial)).toMatchObject({ meanRun: null, alarmed: 0, delay: null, missed: 1 });
});

it('draws a share as a bar', () => {
  expect(bar(0.5)).toBe(`${'█'.repeat(10)}${'·'.repeat(10)}`);
  expect(bar(2)).toBe('█'.repeat(20));
});
