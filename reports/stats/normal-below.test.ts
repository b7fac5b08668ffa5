import { describe, expect, it } from 'vitest';
import { normalBelow } from './normal-below.ts';

describe('normalBelow', () => {
  it.each([
    [0, 0.5],
    [1, 0.8413447461],
    [1.959963985, 0.975],
    [-1.644853627, 0.05],
    [3, 0.998650102],
    [-40, 0],
    [40, 1],
  ])('of %d is %d', (z, p) => {
    expect(normalBelow(z)).toBeCloseTo(p, 6);
  });
});
