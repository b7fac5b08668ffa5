import { expect, it } from 'vitest';
import { recipe } from '../../../policies/models/majority.ts';
import { embeddedDataset } from '../../bench/data/embedded-dataset.ts';
import { playInMemory } from './memory-play.ts';

it('counts the sessions and steps that it plays, none of them taught, and says what they took', async () => {
  const use = await playInMemory({ sessions: 6, taught: 9, recipe });
  const played = embeddedDataset(15).sessions.slice(9);
  expect(use).toMatchObject({ sessions: 6, steps: played.reduce((sum, { steps }) => sum + steps.length, 0) });
  expect(use.seconds).toBeGreaterThan(0);
  expect(use.seconds).toBeLessThan(60);
  expect(use.peakBytes).toBeGreaterThanOrEqual(process.memoryUsage().rss * 0.9);
  expect(use.peakBytes).toBeLessThan(64 * 2 ** 30);
});
