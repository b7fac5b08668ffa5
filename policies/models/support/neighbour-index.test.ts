import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NeighbourIndex, packMemory } from './neighbour-index.ts';

const context = (weights: Readonly<Record<number, number>>) => ({
  ids: Int32Array.from(Object.keys(weights), Number),
  weights: Float32Array.from(Object.values(weights)),
});

/** Examples of a few features each; each example has a target of its own. */
const examples = fc
  .array(
    fc.dictionary(fc.constantFrom('1', '2', '3', '4', '5', '6'), fc.double({ min: 0.1, max: 3, noNaN: true }), {
      minKeys: 1,
    }),
    {
      minLength: 2,
      maxLength: 12,
    },
  )
  .map((all) => all.map((weights, target) => ({ context: context(weights as Record<number, number>), target })));

describe('neighbours of a context', () => {
  it('are as near as the cosine says: none nearer than 1, and an example itself is that near', () => {
    fc.assert(
      fc.property(examples, (all) => {
        const index = new NeighbourIndex(packMemory(all));
        const every = new Set(all.map(({ target }) => target));
        for (const { context: own, target } of all) {
          const near = index.nearest(own, every, all.length);
          for (const { similarity } of near) expect(similarity).toBeLessThan(1 + 1e-6);
          const itself = near.find((one) => one.target === target);
          // What has nothing but features that all have is near to nothing.
          if (itself) expect(itself.similarity).toBeCloseTo(1, 5);
        }
      }),
    );
  });

  it('share what is rare: what every example has tells none apart', () => {
    const all = [
      { 1: 1, 2: 1 },
      { 1: 1, 3: 1 },
      { 1: 5, 3: 1, 4: 4 },
    ].map((weights, target) => ({ context: context(weights), target }));
    const near = new NeighbourIndex(packMemory(all)).nearest(context({ 1: 9, 3: 1 }), new Set([0, 1, 2]), 3);
    expect(near.map(({ target }) => target)).toEqual([1, 2]);
    expect(near[0]?.similarity).toBeCloseTo(1, 5);
  });

  it('are only those with a wanted target, the best few of them', () => {
    const all = [{ 1: 1 }, { 1: 1, 2: 1 }, { 1: 1, 2: 3 }, { 5: 1 }].map((weights, target) => ({
      context: context(weights),
      target,
    }));
    const near = new NeighbourIndex(packMemory(all)).nearest(context({ 1: 1 }), new Set([1, 2, 3]), 1);
    expect(near.map(({ target }) => target)).toEqual([1]);
  });
});
