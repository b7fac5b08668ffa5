import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createVirtualClock } from './pool-state.ts';

it('lets things happen in order of time, then of scheduling, and never goes back', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.boolean()), { maxLength: 200 }), (planned) => {
      const clock = createVirtualClock();
      const seen: [number, number][] = [];
      const timers = planned.map(([delay], i) => clock.schedule(delay, () => seen.push([clock.nowMs, i])));
      for (const [i, [, kept]] of planned.entries()) if (!kept) timers[i]?.cancel();
      clock.run();
      const due = planned.flatMap(([delay, kept], i): [number, number][] => (kept ? [[delay, i]] : []));
      expect(seen).toEqual(due.sort((a, b) => a[0] - b[0] || a[1] - b[1]));
    }),
    { numRuns: 100 },
  );
});

it('takes in what is scheduled while it runs, and stops when it is enough', () => {
  const clock = createVirtualClock();
  let ticks = 0;
  const tick = () => {
    ticks++;
    clock.schedule(10, tick);
  };
  clock.schedule(0, tick);
  clock.run(() => clock.nowMs >= 50);
  expect([ticks, clock.nowMs]).toEqual([6, 50]);
});

it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a delay of %s', (delay) => {
  expect(() => createVirtualClock().schedule(delay, () => {})).toThrow(/give a delay from 0 up/);
});
