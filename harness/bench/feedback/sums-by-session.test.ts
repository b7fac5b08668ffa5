import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pairSums, totalsOf } from '../../../reports/stats/session-sums.ts';
import { pooledSums, sumsBySession } from './sums-by-session.ts';

const step = fc.record({
  session: fc.constantFrom('a', 'b', 'c'),
  case: fc.constantFrom('x', 'y'),
  right: fc.boolean(),
});
const steps = fc.array(step, { maxLength: 30 });

it('counts every step once, in the session that it is of', () => {
  fc.assert(
    fc.property(steps, (some) => {
      const sums = sumsBySession(some);
      expect(sums.sessions).toEqual([...new Set(some.map(({ session }) => session))]);
      for (const [at, session] of sums.sessions.entries()) {
        const own = some.filter((one) => one.session === session);
        expect(sums.denominators[at]).toBe(own.length);
        expect(sums.numerators[at]).toBe(own.filter(({ right }) => right).length);
        expect(sums.cases![at]).toBe(own[0]!.case);
      }
    }),
  );
});

it('holds populations apart, whatever their ids, and pairs each with itself', () => {
  fc.assert(
    fc.property(fc.array(steps, { minLength: 1, maxLength: 3 }), (populations) => {
      const each = populations.map(sumsBySession);
      const all = pooledSums(each);
      const total = each.map(totalsOf);
      expect(totalsOf(all).numerator).toBe(total.reduce((sum, { numerator }) => sum + numerator, 0));
      expect(new Set(all.sessions).size).toBe(each.reduce((sum, { sessions }) => sum + sessions.length, 0));
      expect(pairSums(all, pooledSums(each)).unpaired).toBe(0);
    }),
  );
});
