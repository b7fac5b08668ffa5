import { afterEach, expect, it, vi } from 'vitest';
import { QUESTIONS, timeQuestions } from './many-steps.ts';
import { takeTurns, type Work } from './turns.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Work of so many steps that takes so long, turn by turn; the first turn warms up. */
function work(steps: number, ...took: number[]): Work {
  const left = [1, ...took];
  return {
    prepare: () => void vi.advanceTimersByTime(777),
    run: () => {
      vi.advanceTimersByTime(left.shift()!);
      return steps;
    },
  };
}

it('speeds are steps a second, and their ratios those within a round, medians over the rounds; preparing counts for nothing', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const speeds = await takeTurns([work(10, 100, 200, 1000), work(30, 100, 100, 100)], 3);
  expect(speeds.stepsPerSecond).toEqual([50, 300]);
  expect(speeds.overFirst).toEqual([1, 6]);
});

it('every question is timed in seconds', async () => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 500;
    return now;
  });
  expect(await timeQuestions(2000)).toEqual(QUESTIONS.map(() => 0.5));
});
