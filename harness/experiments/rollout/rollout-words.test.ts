import { describe, expect, it } from 'vitest';
import { repeatDays, repeatMonitors, repeatOutcomes } from '../../bench/rounds/summarise-repeats.ts';
import type { PlayedRepeat } from './play-repeat.ts';
import { rolloutFindings } from './rollout-words.ts';

const one: PlayedRepeat = {
  days: [
    {
      day: 1,
      sessions: 10,
      automated: 2,
      reached: 9,
      executed: 153,
      wrongExecuted: 70,
      activeMs: 1000,
      stages: '',
      events: '',
    },
  ],
  slices: [
    {
      slice: 'a',
      selectiveOn: 12,
      daysToSelective: 12,
      changed: true,
      rolledBackOn: 2,
      againOn: null,
      wrongAfterDrift: 70,
      executedAfterDrift: 153,
      falseRollbacks: 0,
    },
  ],
  monitors: [{ monitor: 'cusum', acts: true, falseAlarms: 1, watched: 1, changed: 1, found: 1, delayDays: 1 }],
  newSlice: 'a',
  history: 1,
  sessions: 10,
  unplanned: 0,
  crashed: [],
  seed: '1',
  played: '',
};

const words = (repeats: readonly PlayedRepeat[]) =>
  rolloutFindings({
    days: repeatDays(repeats),
    outcomes: repeatOutcomes(repeats),
    monitors: repeatMonitors(repeats),
    newProcess: 'handover',
    driftDay: 1,
  }).join('\n');

describe('one rollout', () => {
  it('is told as one, with counts as counts: no share of it, no interval, no plural of one', () => {
    const told = words([one]);
    expect(told).toContain('in the one rollout (--repeats gives an interval)');
    expect(told).toContain('12 days after its first session');
    expect(told).toContain('70 of 153 actions');
    expect(told).toContain('after 1 day,');
    expect(told).toContain('1 alarm in 1 observation ');
    expect(told).not.toMatch(/\b1 (rollouts|days|alarms|observations)\b/);
    expect(told).not.toMatch(/\d\.0 (days|of|actions)/);
    expect(told).not.toMatch(/of 1 rollout/);
  });

  it('says so where nothing was automated', () => {
    const slices = one.slices.map((slice) => ({ ...slice, selectiveOn: null, daysToSelective: null }));
    expect(words([{ ...one, slices }])).toContain('automated in no slice of the one rollout within 1 day.');
  });
});

it('a day without sessions says nothing, and each rollout counts once however many came', () => {
  const day = one.days[0]!;
  const repeatOf = (sessions: number, automated: number): PlayedRepeat => ({
    ...one,
    days: [{ ...day, sessions, automated }],
  });
  const [first] = repeatDays([repeatOf(10, 5), repeatOf(0, 0), repeatOf(1000, 0)]);
  expect(first?.automated).toMatchObject({ estimate: 0.25, rollouts: 2 });
  expect(first?.activeMs).toMatchObject({ estimate: (100 + 1) / 2, rollouts: 2 });
  expect(repeatDays([repeatOf(0, 0)])[0]?.automated).toMatchObject({ estimate: null, rollouts: 0 });
});

it('several rollouts have shares and means with their intervals', () => {
  const later = one.slices.map((slice) => ({ ...slice, daysToSelective: 13 }));
  const told = words([one, { ...one, slices: later }, one]);
  expect(told).toMatch(/of 3 rollouts within 1 day, 12\.3 \[/);
});

it('the first of equally good days is the best, and of it nothing is told where it is the last', () => {
  const days = (...automated: readonly number[]) =>
    words([{ ...one, days: automated.map((count, at) => ({ ...one.days[0]!, day: at + 1, automated: count })) }]);
  expect(days(1, 5, 5, 2)).toContain('Most was automated on day 2, ');
  expect(days(5, 5, 2)).toContain('Most was automated on day 1, ');
  expect(days(1, 2, 5)).not.toContain('Most was automated');
  expect(days(1, 2, 5)).toMatch(/On the last day 50.0\s% .*\(on the first 90.0\s%/);
});

it('false rollbacks are those of all slices of a rollout, and a mean over rollouts', () => {
  const counted = (...counts: readonly number[]) => ({
    ...one,
    slices: counts.map((falseRollbacks, at) => ({ ...one.slices[0]!, slice: `s${at}`, falseRollbacks })),
  });
  expect(repeatOutcomes([counted(1, 2)]).falseRollbacks).toMatchObject({ estimate: 3 });
  expect(repeatOutcomes([counted(1, 2), counted(0, 0), counted(0, 3)]).falseRollbacks).toMatchObject({ estimate: 2 });
});
