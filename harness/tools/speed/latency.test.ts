import { afterEach, expect, it, vi } from 'vitest';
import type { Policy } from '../../contract/policy.ts';
import type { Screen } from '../../contract/screen.ts';
import { latencies } from './latency.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** Answers in as many milliseconds as it is told for its calls; the first calls of a size take longer. */
function timed(msOf: (call: number, batch: number) => number) {
  const asked: (readonly Screen[])[] = [];
  const policy = {
    suggest: async (screens: readonly Screen[]) => {
      vi.advanceTimersByTime(msOf(asked.filter(({ length }) => length === screens.length).length, screens.length));
      asked.push(screens);
      return [];
    },
  } as unknown as Policy;
  return { policy, asked };
}

const screensOf = (count: number) => Array.from({ length: count }, () => ({}) as Screen);

it('says the median and the 95th percentile of calls of three sizes, without those that warm up', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const { policy, asked } = timed((call, batch) => (call < 2 ? 10_000 : batch + call - 2));
  const found = await latencies(policy, screensOf(40_000));
  expect(found).toEqual(
    [1, 32, 256].map((batch) => ({
      ...{ batch, calls: 100 },
      ...{ p50Ms: expect.closeTo(batch + 49.5), p95Ms: expect.closeTo(batch + 94.05) },
    })),
  );
  const all = asked.flat();
  expect(new Set(all).size, 'no screen twice').toBe(all.length);
});

it('times fewer calls of those sizes for which screens are few, and says how many', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const { policy } = timed(() => 5);
  const found = await latencies(policy, screensOf(2000));
  expect(found.map(({ batch, calls }) => [batch, calls])).toEqual([
    [1, 100],
    [32, 27],
    [256, 1],
  ]);
  await expect(latencies(policy, screensOf(1500))).rejects.toThrow('1500 screens are too few to time calls of 256');
});
