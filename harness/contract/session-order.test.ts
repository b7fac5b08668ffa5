import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareIds, sessionsById } from './session-order.ts';

const id = fc.oneof(fc.string(), fc.stringMatching(/^[a-z]?-?[0-9]{1,4}[a-z]?[0-9]{0,3}$/));

it('orders ids as people do', () => {
  const sorted = ['2', '10', 'gen-9', 'gen-10', 'gen-10b', 's1', 's01', 's2', 's2-1', 's10', 'z'];
  for (const [at, one] of sorted.entries())
    for (const other of sorted.slice(at + 1))
      if (one !== 's1' || other !== 's01') expect(compareIds(one, other), `${one} ${other}`).toBeLessThan(0);
});

it('is one order of all ids: no two are equal, and no three contradict each other', () => {
  fc.assert(
    fc.property(id, id, id, (a, b, c) => {
      const signs = [compareIds(a, b), compareIds(b, a)].map(Math.sign);
      expect(signs[0]! + signs[1]!).toBe(0);
      expect(signs[0] === 0).toBe(a === b);
      if (compareIds(a, b) <= 0 && compareIds(b, c) <= 0) expect(compareIds(a, c)).toBeLessThanOrEqual(0);
    }),
    { numRuns: 2000 },
  );
});

it('brings sessions into one order, whatever theirs was', () => {
  fc.assert(
    fc.property(fc.uniqueArray(id), fc.gen(), (ids, gen) => {
      const sessions = ids.map((name) => ({ id: name }));
      const shuffled = gen(fc.shuffledSubarray, sessions, { minLength: sessions.length });
      expect(sessionsById(shuffled)).toEqual(sessionsById(sessions));
    }),
  );
});
