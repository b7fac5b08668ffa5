import { expect, it } from 'vitest';
import { slicesTable } from './rollout-tables.ts';

it('tells of each slice its own days and counts; what ran after the change only where there was one', () => {
  const slice = {
    slice: 'orders',
    selectiveOn: 3,
    daysToSelective: 2,
    changed: true,
    rolledBackOn: 7,
    againOn: 9,
    wrongAfterDrift: 4,
    executedAfterDrift: 25,
    falseRollbacks: 1,
  };
  const still = { ...slice, slice: 'new', changed: false, rolledBackOn: null, againOn: null };
  const rows = slicesTable([slice, still], 'new').rows.map(({ cells }) => cells);
  expect(rows).toMatchObject([
    {
      slice: 'orders',
      role: 'drifts',
      days_to_selective: 2,
      selective_on: 3,
      rolled_back_on: 7,
      wrong_after: 4,
      executed_after: 25,
      again_on: 9,
      false_rollbacks: 1,
    },
    { slice: 'new', role: 'new process', wrong_after: null, executed_after: null, rolled_back_on: null },
  ]);
});
