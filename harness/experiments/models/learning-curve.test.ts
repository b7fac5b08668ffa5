import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PolicyRecipe } from '../../contract/policy.ts';
import { bySize, inDepth, partOf } from './learning-curve.ts';

const sessions = (ids: readonly string[]) => ids.map((id) => ({ id }) as Parameters<typeof partOf>[0]['train'][number]);
const ids = (group: { readonly train: readonly { readonly id: string }[] }) => group.train.map(({ id }) => id);

it('a larger part holds the smaller; which they are depends on ids and seed, not on their order or number', () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(names, fc.string(), fc.double({ min: 0.01, max: 1, noNaN: true }), (all, seed, part) => {
      const [small, large] = [
        partOf({ train: sessions(all) }, part / 2, seed),
        partOf({ train: sessions(all) }, part, seed),
      ];
      expect(ids(large)).toEqual(expect.arrayContaining(ids(small)));
      expect(ids(large)).toHaveLength(Math.max(1, Math.round(part * all.length)));
      expect(all.filter((id) => ids(large).includes(id))).toEqual(ids(large));
      const backwards = partOf({ train: sessions([...all].reverse()) }, part, seed);
      expect(new Set(ids(backwards))).toEqual(new Set(ids(large)));
    }),
  );
});

it('other seeds take other sessions', () => {
  const all = sessions(Array.from({ length: 40 }, (_, at) => `s${at}`));
  expect(ids(partOf({ train: all }, 0.5, '1'))).not.toEqual(ids(partOf({ train: all }, 0.5, '2')));
});

const plain: PolicyRecipe = { name: 'one', summary: '', fit: () => Promise.reject(new Error('not trained')) };
const layered = (layers: number): PolicyRecipe => ({
  ...plain,
  sizes: { layers, cutTo: (kept) => ({ ...plain, summary: `cut to ${kept}` }) },
});

it.each([
  [6, ['cut to 2', 'cut to 4', 'cut to 6']],
  [12, ['cut to 4', 'cut to 8', 'cut to 12']],
  [2, ['cut to 1', 'cut to 2']],
  [1, ['cut to 1']],
])('a policy on an encoder of %i layers comes in parts of it', (layers, cuts) => {
  const found = bySize(layered(layers));
  expect(found.map(({ recipe }) => recipe.summary)).toEqual(cuts);
  expect(new Set(found.map(({ label }) => label)).size).toBe(cuts.length);
  expect(found.at(-1)?.label).toBe(`one, ${layers} of ${layers} layers`);
  // By its own name its source is found, which the cache of models goes by.
  expect(found.every(({ recipe }) => recipe.name === 'one')).toBe(true);
});

it('any other policy comes as it is', () => {
  expect(bySize(plain)).toEqual([{ label: 'one', recipe: plain }]);
});

it('stands with so many layers as are asked for, where it has any, and says so; too many are refused', () => {
  const [found, ...others] = bySize(layered(6), 4);
  expect(others).toEqual([]);
  expect([found!.label, found!.recipe.summary]).toEqual(['one, 4 of 6 layers', 'cut to 4']);
  expect(inDepth(layered(6), 6).recipe.summary).toBe('cut to 6');
  expect(inDepth(layered(6), undefined).label).toBe('one');
  expect(bySize(plain, 4)).toEqual([{ label: 'one', recipe: plain }]);
  expect(() => inDepth(layered(6), 7)).toThrow('--layers 7: the encoder has 6.');
});
