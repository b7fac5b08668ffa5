import { describe, expect, it } from 'vitest';
import { shownRows, unitsOf } from '../../../reports/figures/testing/shown-rows.ts';
import type { RepeatDay, RepeatMonitor, RepeatOutcomes } from '../../bench/rounds/summarise-repeats.ts';
import type { PlayedEpisode } from '../../bench/run-record.ts';
import { inOrder } from './play-repeats.ts';
import { outcomesTable, repeatDaysTable, repeatMonitorsTable } from './repeats-tables.ts';

const of = (estimate: number, rollouts = 3) => ({ estimate, low: 0, high: 9, of: 4, rollouts });

describe('tables over rollouts', () => {
  it('show each day', () => {
    const day = { day: 5, automated: of(0.5), reached: of(0.7), wrong: of(0.01), activeMs: of(9000) } as RepeatDay;
    const table = repeatDaysTable([day], 3);
    expect(shownRows(table)).toMatchObject([{ day: 5, automated: 0.5, reached: 0.7, wrong: 0.01, activeMs: 9000 }]);
    expect(unitsOf(table)).toMatchObject({ automated: 'share', reached: 'share', wrong: 'score', activeMs: 'ms' });
    expect(table.caption).toContain('Means over 3 rollouts');
    expect(repeatDaysTable([day], 1).caption).toBe('One rollout.');
  });

  const outcomes = {
    rollouts: 8,
    ...{ newAutomated: of(0.1), daysToSelective: of(2, 6), struck: of(0.3), missed: of(0.4), delayDays: of(5, 4) },
    ...{ wrongBefore: of(6), executedBefore: of(7), falseRollbacks: of(8) },
  } as unknown as RepeatOutcomes;

  it('show how soon it was automated and what the drift did, shares and means apart', () => {
    const table = outcomesTable(outcomes, 30, 12);
    expect(shownRows(table).map(({ share, mean, rollouts }) => [share ?? mean, rollouts])).toEqual([
      ...[
        [0.1, undefined],
        [2, 6],
        [0.3, undefined],
        [0.4, undefined],
        [5, 4],
        [6, 3],
        [7, 3],
        [8, 3],
      ],
    ]);
    expect(table.rows.map(({ cells }) => 'share' in cells && cells.share !== undefined)).toEqual([
      ...[true, false, true, true, false, false, false, false],
    ]);
    expect(table.caption).toContain('from day 12 to day 30');
    expect(table.caption).toMatch(/^Over 8 rollouts\./);
  });

  it('say nothing of a drift that there is not', () => {
    const table = outcomesTable(outcomes, 30, 0);
    expect(shownRows(table).map(({ share, mean }) => share ?? mean)).toEqual([0.1, 2, 8]);
    expect(table.caption).not.toContain('Missed');
  });

  it('show each monitor, and what it was set to', () => {
    const monitor = {
      ...{ monitor: 'm', acts: true, watched: 100, falseAlarms: 2, perThousand: of(20), changed: 3, missed: of(0.5) },
      delayDays: of(1.5),
    } as unknown as RepeatMonitor;
    const table = repeatMonitorsTable([monitor, { ...monitor, acts: false }], 400);
    expect(shownRows(table)[0]).toEqual({
      ...{ monitor: 'm', role: 'acts', watched: 100, falseAlarms: 2, perThousand: 20, changed: 3, missed: 0.5 },
      delayDays: 1.5,
    });
    expect(shownRows(table)[1]?.role).toBe('looks on');
    expect(table.caption).toContain('of 400 observations, which is 2.5 false alarms for 1,000');
  });
});

it('episodes of rollouts side by side are kept rollout by rollout, each in the order in which they came', () => {
  const kept: string[] = [];
  const repeats = inOrder((repeat) => (one) => void kept.push(`${repeat}${(one as unknown as { name: string }).name}`));
  const keep = (repeat: number, name: string) => repeats.keep(repeat, { name } as unknown as PlayedEpisode);
  keep(1, 'a');
  keep(0, 'a');
  keep(2, 'a');
  keep(1, 'b');
  expect(kept).toEqual(['0a']);
  repeats.end(2);
  expect(kept).toEqual(['0a']);
  keep(0, 'b');
  repeats.end(0);
  expect(kept).toEqual(['0a', '0b', '1a', '1b']);
  keep(1, 'c');
  repeats.end(1);
  expect(kept).toEqual(['0a', '0b', '1a', '1b', '1c', '2a']);
});
