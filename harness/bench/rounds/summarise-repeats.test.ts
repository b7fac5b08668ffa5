import { describe, expect, it } from 'vitest';
import { proportion } from '../../../reports/stats/mid-p.ts';
import { type Repeat, repeatDays, repeatMonitors, repeatOutcomes } from './summarise-repeats.ts';

const day = (nth: number, more: object = {}) => ({
  ...{ day: nth, sessions: 10, automated: 4, reached: 8, wrongExecuted: 5, activeMs: 20_000 },
  ...more,
});
const slice = (name: string, more: object = {}) => ({
  ...{ slice: name, selectiveOn: null, daysToSelective: null, changed: false, rolledBackOn: null, againOn: null },
  ...{ wrongAfterDrift: 0, executedAfterDrift: 0, falseRollbacks: 0 },
  ...more,
});
const monitor = (name: string, acts: boolean, more: object = {}) => ({
  ...{ monitor: name, acts, falseAlarms: 1, watched: 500, changed: 0, found: 0, delayDays: null },
  ...more,
});
const repeat = (more: object = {}) =>
  ({
    newSlice: 'new',
    days: [day(1), day(2)],
    slices: [slice('new'), slice('old')],
    monitors: [],
    ...more,
  }) as unknown as Repeat;

describe('days over rollouts', () => {
  it('are means of what each came to a session, not of all sessions together', () => {
    const repeats = [repeat(), repeat({ days: [day(1, { sessions: 40, automated: 40, activeMs: 0 }), day(2)] })];
    const [first, second] = repeatDays(repeats);
    expect(first).toMatchObject({ day: 1, automated: { estimate: 0.7, rollouts: 2 }, activeMs: { estimate: 1000 } });
    expect(second).toMatchObject({
      day: 2,
      automated: { estimate: 0.4 },
      reached: { estimate: 0.8 },
      wrong: { estimate: 0.5 },
    });
  });

  it('leave out a rollout to which nobody came that day', () => {
    const nobody = day(1, { sessions: 0, automated: 0, reached: 0, wrongExecuted: 0, activeMs: 0 });
    const [first] = repeatDays([repeat(), repeat({ days: [nobody, day(2)] })]);
    expect(first?.automated).toMatchObject({ estimate: 0.4, rollouts: 1 });
    expect(repeatDays([])).toEqual([]);
  });
});

describe('outcomes over rollouts', () => {
  const acting = (more: object) => [
    monitor('first', true, more),
    monitor('second', false, { changed: 9, found: 9, delayDays: 7 }),
  ];
  const hit = slice('old', { changed: true, wrongAfterDrift: 3, executedAfterDrift: 12, falseRollbacks: 1 });
  const repeats = [
    repeat({
      slices: [slice('new', { selectiveOn: 9, daysToSelective: 4 }), hit, slice('calm', { wrongAfterDrift: 99 })],
      monitors: acting({ changed: 1, found: 1, delayDays: 2 }),
    }),
    repeat({
      slices: [slice('new'), hit, slice('late', { changed: true, wrongAfterDrift: 2 })],
      monitors: acting({ changed: 2, found: 0 }),
    }),
    repeat({ monitors: acting({}) }),
  ];
  const found = repeatOutcomes(repeats);

  it('say how often the new process was automated, and how soon where it was', () => {
    expect(found.rollouts).toBe(3);
    expect(found.newAutomated).toEqual(proportion(1, 3));
    expect(found.daysToSelective).toMatchObject({ estimate: 4, rollouts: 1 });
  });

  it('tell of the drift by the monitor that acts, in the slices that it met', () => {
    expect(found.struck).toEqual(proportion(2, 3));
    expect(found.missed).toEqual(proportion(2, 3));
    expect(found.delayDays).toMatchObject({ estimate: 2, rollouts: 1 });
    expect(found.wrongBefore).toMatchObject({ estimate: 4, rollouts: 2 });
    expect(found.executedBefore).toMatchObject({ estimate: 12, rollouts: 2 });
  });

  it('count rollbacks without cause over all rollouts and slices', () => {
    expect(found.falseRollbacks.estimate).toBeCloseTo(2 / 3, 12);
    expect(found.falseRollbacks.rollouts).toBe(3);
  });

  it('tell each monitor by its own alarms, for a thousand observations', () => {
    const [first, second] = repeatMonitors(repeats);
    expect(first).toMatchObject({ monitor: 'first', acts: true, watched: 1500, falseAlarms: 3, changed: 3 });
    expect(first?.perThousand.estimate).toBeCloseTo(2, 12);
    expect(second).toMatchObject({
      monitor: 'second',
      acts: false,
      changed: 27,
      missed: { estimate: 0 },
      delayDays: { estimate: 7 },
    });
    expect(repeatMonitors([])).toEqual([]);
  });
});
