import { expect, it } from 'vitest';
import { closedTrace, pairOf } from '../../../reports/propagation/test-pairs.ts';
import { standForAll } from './play-twinned-cells.ts';

it('twins stand for all errors of their cell, also for those of sessions that got none, each as before against the others', () => {
  const few = closedTrace('a b! c', {}, { session: 'few' });
  const many = closedTrace('a! b! c! d! e!', {}, { session: 'many' });
  const without = closedTrace('a! b! c', {}, { session: 'without' });
  const twin = closedTrace('a b c');
  // Of five errors the first has a twin of its own, and another one stands for the rest.
  const pairs = [pairOf(few, twin), pairOf(many, twin), pairOf(many, twin, { error: 3, weight: 4 })];
  const weighted = standForAll({ traces: [few, many, without], pairs });
  expect(weighted.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(8, 12);
  expect(weighted.map(({ weight }) => weight / weighted[0]!.weight)).toEqual([1, 1, 4]);
});
