import { expect, it } from 'vitest';
import { speedsOf } from './driver-speeds.ts';

it('speeds are medians over the rounds, and ratios those within a round', () => {
  const rounds = [
    [100, 50, 1000, 150],
    [200, 400, 500, 300],
    [300, 100, 100, 900],
  ];
  expect(speedsOf(rounds)).toEqual({
    trusted: 200,
    locators: 100,
    reducer: 500,
    trustedTwoContexts: 300,
    trustedOverLocators: 2,
    trustedOverReducer: 0.4,
    twoContextsOverOne: 1.5,
  });
});
