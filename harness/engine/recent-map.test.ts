import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RecentMap } from './recent-map.ts';

it('holds what was set or found last, with its value, and never more than two generations', () => {
  const keys = fc.array(fc.tuple(fc.constantFrom(...'abcdefghij'), fc.boolean()), { maxLength: 60 });
  fc.assert(
    fc.property(keys, fc.integer({ min: 1, max: 5 }), (steps, generation) => {
      const map = new RecentMap<number>(generation);
      const values = new Map<string, number>();
      let touched: string[] = [];
      steps.forEach(([key, sets], at) => {
        const found = map.get(key);
        if (found !== undefined) expect(found).toBe(values.get(key));
        if (sets || found !== undefined) touched = [...touched.filter((other) => other !== key), key];
        if (!sets) return;
        values.set(key, at);
        map.set(key, at);
      });
      for (const key of touched.slice(-generation)) expect(map.get(key)).toBe(values.get(key));
      map.clear();
      for (const key of 'abcdefghij') expect(map.get(key)).toBeUndefined();
    }),
  );
});
