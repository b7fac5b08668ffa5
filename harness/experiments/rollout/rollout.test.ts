import { describe, expect, it } from 'vitest';
import { measureMonitor, measureMonitors } from '../../../reports/measures/measure-monitors.ts';
import { MONITOR_STREAMS } from '../../../reports/measures/monitor-streams.ts';
import { degraded } from '../../../simulators/operators/degraded.ts';
import { sliceOf } from '../../bench/closed-loop/slice-of.ts';
import { embeddedDataset } from '../../bench/data/embedded-dataset.ts';
import { createTraceDigest } from '../../bench/desks/trace-digest.ts';
import { discover } from '../../bench/models/discover.ts';
import { findRecipes } from '../../bench/models/recipes.ts';
import { planDays } from '../../bench/rounds/plan-days.ts';
import { playRollout, type RolloutParts } from '../../bench/rounds/play-rollout.ts';
import { repeatDays, repeatMonitors, repeatOutcomes } from '../../bench/rounds/summarise-repeats.ts';
import { summariseDays, summariseMonitors, summariseSlices } from '../../bench/rounds/summarise-rollout.ts';
import type { Drift } from '../../contract/drift.ts';
import type { GateRecipe } from '../../contract/gate.ts';
import type { MonitorRecipe } from '../../contract/monitor.ts';
import { uniformNoise } from '../../contract/noise-rates.ts';
import type { OodRecipe } from '../../contract/ood.ts';
import type { Trace } from '../../contract/trace.ts';
import { SLICE_STAGES, type SliceDay } from '../../deployment/rounds-input.ts';
import type { RolloutOptions } from './options.ts';
import type { PlayedRepeat } from './play-repeat.ts';
import { repeatData } from './repeat-data.ts';
import { findParts } from './rollout-parts.ts';
import { bar } from './rollout-tables.ts';

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
  memory: 60,
  repeats: 1,
  alpha: '0.05',
  beta: '0.2',
  slip: '0.02',
  seed: '1',
  providers: 'cpu',
  cache: false,
  driver: 'in-process',
  jobs: 1,
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
  const digest = createTraceDigest();
  const onDay = (rows: readonly SliceDay[]) => void days.push(...rows);
  const played = await playRollout(dataset, options, parts, { onDay, onTrace: digest.take });
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
    const own = createTraceDigest();
    const again = await playRollout(dataset, options, parts, { onDay: () => undefined, onTrace: own.take });
    expect(again.slices).toEqual(played.slices);
    expect(own.words('in-process')).toBe(digest.words('in-process'));
  });
});

it('is the same in a browser, before and after a drift that changes the desk', async () => {
  const few = { ...options, days: 2, perDay: 3, driftDay: 2 };
  const play = async (driver: RolloutOptions['driver']) => {
    const traces: Trace[] = [];
    const onTrace = (trace: Trace) => void traces.push({ ...trace, retries: 0 });
    const { slices, calendar } = await playRollout(dataset, { ...few, driver }, parts, {
      onDay: () => undefined,
      onTrace,
    });
    return { slices, traces, calendar };
  };
  const [there, here] = [await play('browser'), await play('in-process')];
  expect(there.calendar.before.catalog).not.toBe(there.calendar.after.catalog);
  expect(there.traces).toHaveLength(6);
  expect(there).toEqual(here);
  const nowhere = { ...few, driver: 'browser' as const, browser: '/no/such/browser' };
  await expect(playRollout(dataset, nowhere, parts, { onDay: () => undefined })).rejects.toThrow('/no/such/browser');
}, 60_000);

describe('several rollouts', () => {
  it('have sessions and streams of their own, the first those that one alone has', async () => {
    const [first, second] = [await repeatData(undefined, '1', 0), await repeatData(undefined, '1', 1)];
    expect(first.seed).toBe('1');
    expect(second.seed).not.toBe('1');
    expect(second.loaded.dataset.catalog).toEqual(first.loaded.dataset.catalog);
    expect(second.loaded.dataset.sessions[0]).not.toEqual(first.loaded.dataset.sessions[0]);
    expect((await repeatData(undefined, '1', 1)).loaded.dataset.sessions[0]).toEqual(second.loaded.dataset.sessions[0]);
  });

  const slice = {
    slice: 'a',
    selectiveOn: 4,
    daysToSelective: 3,
    changed: true,
    rolledBackOn: 6,
    againOn: null,
    wrongAfterDrift: 2,
    executedAfterDrift: 20,
    falseRollbacks: 1,
  };
  const monitor = { monitor: 'cusum', acts: true, falseAlarms: 2, watched: 500, changed: 1, found: 1, delayDays: 1 };
  const day = {
    day: 1,
    sessions: 10,
    automated: 2,
    reached: 9,
    executed: 20,
    wrongExecuted: 1,
    activeMs: 1000,
    stages: '',
    events: '',
  };
  const repeat = {
    days: [day],
    slices: [slice],
    monitors: [monitor],
    newSlice: 'a',
    history: 1,
    sessions: 10,
    unplanned: 0,
    crashed: [],
    seed: '1',
    played: '',
  };
  const calm: PlayedRepeat = {
    ...repeat,
    days: [{ ...day, automated: 4 }],
    slices: [
      {
        ...slice,
        selectiveOn: null,
        daysToSelective: null,
        rolledBackOn: null,
        wrongAfterDrift: 9,
        executedAfterDrift: 90,
      },
    ],
    monitors: [{ ...monitor, falseAlarms: 1, watched: 1000, changed: 0, found: 0, delayDays: null }],
  };
  const missed: PlayedRepeat = {
    ...repeat,
    monitors: [{ ...monitor, falseAlarms: 0, watched: 500, found: 0, delayDays: null }],
  };
  const repeats = [repeat, calm, missed];

  it('take means over those that have something to say, and count the others', () => {
    const outcomes = repeatOutcomes(repeats);
    expect(outcomes.newAutomated.estimate).toBeCloseTo(2 / 3, 9);
    expect(outcomes.daysToSelective).toMatchObject({ estimate: 3, rollouts: 2 });
    expect(outcomes.struck.estimate).toBeCloseTo(2 / 3, 9);
    expect(outcomes.missed.estimate).toBeCloseTo(1 / 2, 9);
    expect(outcomes.delayDays).toMatchObject({ estimate: 1, rollouts: 1, low: null });
    // What ran where the drift met nothing that was automated is no cost of it.
    expect(outcomes.wrongBefore).toMatchObject({ estimate: 2, rollouts: 2 });
    const [first] = repeatDays(repeats);
    expect(first?.automated.estimate).toBeCloseTo(0.8 / 3, 9);
    expect(first?.automated.low).toBe(0);
    expect(first?.automated.high).toBeGreaterThan(0.4);
  });

  it('count false alarms for 1,000 observations of all together', () => {
    const [cusum] = repeatMonitors(repeats);
    expect(cusum).toMatchObject({ watched: 2000, falseAlarms: 3, changed: 2 });
    expect(cusum?.perThousand.estimate).toBeCloseTo(1.5, 9);
    expect(cusum?.missed.estimate).toBeCloseTo(1 / 2, 9);
  });
});

it('measures false alarms, delay and misses of monitors', () => {
  const trial = { baseline: 0.1, degraded: 0.4, meanRun: 100, before: 100, horizon: 400, runs: 60, seed: '1' };
  const cusum = monitors.find(({ name }) => name === 'cusum') as MonitorRecipe;
  const [independent] = MONITOR_STREAMS;
  const measured = measureMonitor(cusum, trial, independent!);
  expect(measured.meanRun).toBeGreaterThan(100);
  expect(measured.missed).toBe(0);
  expect(measured.delay).toBeLessThan(40);
  expect(measured.badBefore).toBeLessThan(measured.delay ?? 0);
  const deaf: MonitorRecipe = {
    ...cusum,
    create: () => ({ name: 'deaf', statistic: 0, update: () => false, reset: () => undefined }),
  };
  expect(measureMonitor(deaf, trial, independent!)).toMatchObject({
    meanRun: null,
    alarmed: 0,
    delay: null,
    missed: 1,
  });
  // What alarms at fixed distances has its promised run on any stream, and waits out half its distance on average.
  const dummy = measureMonitors([], { ...trial, runs: 100 });
  expect(dummy.map(({ stream }) => stream)).toEqual(MONITOR_STREAMS.map(({ name }) => name));
  for (const one of dummy)
    expect(one).toMatchObject({ promise: null, meanRun: 100, alarmed: 1, delay: 50.5, missed: 0 });
});

it('draws a share as a bar', () => {
  expect(bar(0.5)).toBe(`${'█'.repeat(10)}${'·'.repeat(10)}`);
  expect(bar(2)).toBe('█'.repeat(20));
});

it('operators notice earlier errors, the degraded ones less often', async () => {
  const { noise } = await findParts(options);
  expect(noise.notice).toBeGreaterThan(0);
  expect(degraded(noise).notice).toBeGreaterThan(0);
  expect(degraded(noise).notice).toBeLessThan(noise.notice ?? 0);
});
