import { expect, it } from 'vitest';
import { TimeIsOver, TimeLimit } from './time-limit.ts';

it('time is left in milliseconds, and over once none is', () => {
  let now = 1000;
  const limit = new TimeLimit(0.5, () => now);
  expect(limit.leftMs).toBe(30_000);
  now += 29_999;
  limit.check();
  expect(limit.leftMs).toBe(1);
  now += 1;
  expect(() => limit.check()).toThrow(TimeIsOver);
  now += 5;
  expect(limit.leftMs).toBe(-5);
  expect(() => limit.check()).toThrow(TimeIsOver);
});

it('work that is done in time gives what it gives', async () => {
  const limit = new TimeLimit(1, () => 0);
  expect(await limit.within(async () => 7)).toBe(7);
  await expect(limit.within(async () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(
    await limit.within(async () => {
      throw new TimeIsOver();
    }),
  ).toBeNull();
});
