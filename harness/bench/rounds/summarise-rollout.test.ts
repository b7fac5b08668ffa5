import { describe, expect, it } from 'vitest';
import type { SliceDay } from '../../deployment/rounds-input.ts';
import type { Rollout } from './play-rollout.ts';
import { summariseMonitors, summariseSlices } from './summarise-rollout.ts';

const DRIFT_DAY = 3;
const alarm = { monitor: 'cusum', guardrail: 'returns' as const, acts: true, observations: 9 };

/** A day of a slice on which one of four actions was wrong, unless said otherwise. */
const dayOf = (slice: string, day: number, more: Partial<SliceDay>): SliceDay => ({
  ...{ day, slice, stage: 'copilot', sessions: 2, automated: 0, reached: 2, executed: 4, wrongExecuted: 1 },
  ...{ steps: 8, activeMs: 1000, crashed: 0, alarms: [], rolledBack: false, threshold: null, policyVersion: 1 },
  watched: 5,
  ...more,
});

/** Automated before the drift, automated only after it, and one that the drift does not change. */
const rollout = {
  calendar: { changed: new Set(['early', 'late']) },
  slices: [
    ...[1, 2, 3].map((day) => dayOf('early', day, { stage: day === 1 ? 'copilot' : 'selective' })),
    dayOf('early', 4, { stage: 'selective', alarms: [alarm], rolledBack: true }),
    dayOf('early', 5, {}),
    dayOf('early', 6, { stage: 'selective' }),
    ...[1, 2, 3].map((day) => dayOf('late', day, { sessions: day - 1 })),
    ...[4, 5, 6].map((day) => dayOf('late', day, { stage: 'selective', wrongExecuted: 3 })),
    ...[1, 2, 3, 4, 5].map((day) => dayOf('calm', day, { stage: 'selective' })),
    dayOf('calm', 6, { stage: 'selective', alarms: [alarm], rolledBack: true }),
  ],
} as unknown as Rollout;

describe('a rollout in figures', () => {
  it('slice by slice: when it turned, what ran from the drift to the rollback, and what was rolled back for nothing', () => {
    expect(summariseSlices(rollout, DRIFT_DAY)).toEqual([
      {
        ...{ slice: 'calm', selectiveOn: 1, daysToSelective: 0, changed: false, rolledBackOn: null, againOn: null },
        ...{ wrongAfterDrift: 0, executedAfterDrift: 0, falseRollbacks: 1 },
      },
      {
        ...{ slice: 'early', selectiveOn: 2, daysToSelective: 1, changed: true, rolledBackOn: 4, againOn: 6 },
        ...{ wrongAfterDrift: 2, executedAfterDrift: 8, falseRollbacks: 0 },
      },
      {
        ...{ slice: 'late', selectiveOn: 4, daysToSelective: 2, changed: true, rolledBackOn: null, againOn: null },
        ...{ wrongAfterDrift: 10, executedAfterDrift: 16, falseRollbacks: 0 },
      },
    ]);
  });

  it('monitor by monitor: a drift strikes what was automated on its day, and alarms elsewhere are false', () => {
    expect(summariseMonitors(rollout, DRIFT_DAY, ['cusum', 'adwin'])).toEqual([
      {
        ...{ monitor: 'cusum', acts: true, falseAlarms: 1, watched: 5 * (2 + 2 + 6), changed: 1, found: 1 },
        delayDays: 1,
      },
      { monitor: 'adwin', acts: false, falseAlarms: 0, watched: 50, changed: 1, found: 0, delayDays: null },
    ]);
  });
});
