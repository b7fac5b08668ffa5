import fc from 'fast-check';
import seedrandom from 'seedrandom';
import { expect, it } from 'vitest';
import { minibatches } from './fit-model.ts';

const laws = fc.record({
  count: fc.nat(400),
  rows: fc.integer({ min: 1, max: 9 }),
  seed: fc.string(),
  bySize: fc.boolean(),
});

it('holds every example once, in as few minibatches as there can be, the same ones for a seed', () => {
  const property = fc.property(laws, ({ count, rows, seed, bySize }) => {
    const examples = Array.from({ length: count }, (_, index) => index);
    const sizeOf = bySize ? (example: number) => example % 7 : undefined;
    const cut = () => minibatches(examples, rows, seedrandom(seed), sizeOf);
    const batches = cut();
    expect(batches.flat().sort((a, b) => a - b)).toEqual(examples);
    expect(batches.length).toBe(Math.ceil(count / rows));
    expect(batches.every(({ length }) => length > 0 && length <= rows)).toBe(true);
    expect(batches.filter(({ length }) => length < rows).length).toBeLessThanOrEqual(1);
    expect(cut()).toEqual(batches);
  });
  fc.assert(property);
});

it('puts examples of like size together, others in every epoch, in no order of size', () => {
  const examples = Array.from({ length: 1280 }, (_, index) => ({ index, size: (index * 37) % 101 }));
  const cut = (seed: string) => minibatches(examples, 8, seedrandom(seed), ({ size }) => size);
  const spread = (batches: { size: number }[][]) => {
    const spreads = batches.map((batch) => {
      const sizes = batch.map(({ size }) => size);
      return Math.max(...sizes) - Math.min(...sizes);
    });
    return spreads.reduce((total, one) => total + one, 0) / spreads.length;
  };
  const mixed = minibatches(examples, 8, seedrandom('a'));
  expect(spread(cut('a'))).toBeLessThan(spread(mixed) / 5);
  expect(cut('b')).not.toEqual(cut('a'));
  const tops = cut('a').map((batch) => Math.max(...batch.map(({ size }) => size)));
  const rises = tops.filter((top, index) => index > 0 && top > tops[index - 1]!).length;
  expect(rises / tops.length).toBeGreaterThan(0.35);
  expect(rises / tops.length).toBeLessThan(0.65);
});
