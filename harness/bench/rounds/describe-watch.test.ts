import { expect, it } from 'vitest';
import type { SliceDay, SliceStage } from '../../deployment/rounds-input.ts';
import type { Guardrail } from '../../deployment/slice-guards.ts';
import { describeWatch } from './describe-watch.ts';

function round(slice: string, day: number, stage: SliceStage, breach: Guardrail | null = null): SliceDay {
  const counts = { sessions: 1, automated: 0, reached: 0, executed: 0, wrongExecuted: 0, steps: 1, activeMs: 0 };
  const alarm = { monitor: 'm', acts: true, observations: 1 };
  const seen = breach ? [{ ...alarm, guardrail: breach }] : [];
  const looksOn = { ...alarm, monitor: 'n', acts: false, guardrail: 'interventions' as const };
  const rest = { crashed: 0, rolledBack: breach !== null, threshold: null, policyVersion: 0, watched: 1 };
  return { slice, day, stage, ...counts, ...rest, alarms: [...seen, looksOn] };
}

it('tells of each slice when and why it was rolled back, and from when it is automated again', () => {
  const before = ['b', 'a'].flatMap((slice) => [round(slice, -1, 'logging'), round(slice, 0, 'copilot')]);
  const rounds = [
    ...before,
    ...[1, 2, 3, 4].map((day) => round('a', day, 'selective')),
    round('b', 1, 'selective'),
    round('b', 2, 'selective', 'returns'),
    round('b', 3, 'copilot'),
    round('b', 4, 'calibration'),
    round('b', 5, 'selective', 'critical precision'),
  ];
  expect(describeWatch(rounds)).toBe(
    'a stays; b rolled back in round 2 by returns, automated again from 4, rolled back in round 5 by critical precision',
  );
});
