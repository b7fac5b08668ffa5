import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REPOSITORY } from '../../runner/repository.ts';
import { comparisonsOf, comparisonsOfShard, parseShard, parseSweep, type Sweep, shardOf } from './plan.ts';

const rates = fc.uniqueArray(fc.constantFrom(0, 0.05, 0.1, 0.3), { minLength: 1, maxLength: 3 });
const sweeps: fc.Arbitrary<Sweep> = fc
  .record({
    alpha: rates,
    beta: rates,
    seed: fc.uniqueArray(fc.string({ maxLength: 3 }), { minLength: 1, maxLength: 3 }),
  })
  .map((axes) => parseSweep(JSON.stringify({ axes }), 'plan'));

describe('a plan', () => {
  it('holds every combination once, each with an id of its own', () => {
    fc.assert(
      fc.property(sweeps, (sweep) => {
        const all = comparisonsOf(sweep);
        const { alpha, beta, seed } = sweep.axes;
        expect(all).toHaveLength(alpha.length * beta.length * seed.length);
        expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      }),
    );
  });

  it('names a comparison by its content, whatever else is swept and in whatever order', () => {
    const text = (alpha: readonly number[]) => JSON.stringify({ axes: { alpha, beta: [0.3] } });
    const idsOf = (alpha: readonly number[]) =>
      new Map(comparisonsOf(parseSweep(text(alpha), 'plan')).map((one) => [one.alpha, one.id]));
    expect(idsOf([0.1, 0]).get(0.1)).toBe(idsOf([0.1]).get(0.1));
    const other = comparisonsOf(parseSweep('{ "axes": { "alpha": [0.1], "beta": [0.3] }, "loop": "closed" }', 'plan'));
    expect(other[0]?.id).not.toBe(idsOf([0.1]).get(0.1));
  });

  it('is dealt to shards so that each comparison falls to exactly one, evenly, in the order of the plan', () => {
    fc.assert(
      fc.property(sweeps, fc.integer({ min: 1, max: 7 }), (sweep, count) => {
        const all = comparisonsOf(sweep);
        const shards = Array.from({ length: count }, (_, at) => comparisonsOfShard(all, { index: at + 1, count }));
        expect(
          shards
            .flat()
            .map(({ id }) => id)
            .sort(),
        ).toEqual(all.map(({ id }) => id).sort());
        const sizes = shards.map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        for (const own of shards) expect(own).toEqual(all.filter((one) => own.includes(one)));
        expect(comparisonsOfShard(all, null)).toEqual(all);
      }),
    );
  });

  it('has a shard for each comparison alone', () => {
    fc.assert(
      fc.property(sweeps, (sweep) => {
        const all = comparisonsOf(sweep);
        for (const one of all) expect(comparisonsOfShard(all, shardOf(all, one.id))).toEqual([one]);
      }),
    );
  });

  it('of the example can be read', () => {
    const path = join(REPOSITORY, 'docs/examples/sweep.json');
    expect(comparisonsOf(parseSweep(readFileSync(path, 'utf8'), path))).toHaveLength(8);
  });

  it.each([
    ['{ "axes": ', 'plan, line 1: '],
    ['{\n"axes": { "alpha": [2] } }', 'plan: axes.alpha.0: '],
    ['{ "axes": { "alpha": [] } }', 'plan: axes.alpha: '],
    ['{ "axes": { "gamma": [0] } }', 'plan: axes: '],
    ['{}', 'plan: axes: '],
    ['{ "axes": {}, "loop": "half" }', 'plan: loop: '],
  ])('says where it is wrong: %s', (text, message) => {
    expect(() => parseSweep(text, 'plan')).toThrow(message);
  });

  it.each(['0/2', '3/2', '1', '1/2/3', 'a/b', '-1/2'])('has no shard %s', (text) => {
    expect(() => parseShard(text)).toThrow('give which of how many');
  });
});
