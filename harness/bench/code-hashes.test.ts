import { expect, it } from 'vitest';
import { codeHashes } from './code-hashes.ts';

it('the code that decides results is that of all rooms but those that show them, and of the experiment', () => {
  const hashes = codeHashes('goals');
  expect(Object.keys(hashes)).toEqual([
    ...['fixtures', 'simulators', 'policies', 'harness/bench', 'harness/contract', 'harness/deployment'],
    ...['harness/engine', 'harness/shared', 'harness/experiments/goals'],
  ]);
  for (const hash of Object.values(hashes)) expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set(Object.values(hashes)).size).toBe(9);
  const { 'harness/experiments/goals': _, ...rooms } = hashes;
  expect(codeHashes('none-such')).toEqual(rooms);
});
