import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangB, erlangC } from './erlang-c.ts';

const load = (arrivalRate: number, serviceRate: number, servers: number) => ({ arrivalRate, serviceRate, servers });

describe('Erlang C', () => {
  it.each([
    // M/M/1: P(wait) = ρ, mean wait = ρ / (μ − λ).
    [0.7, 1, 1, 0.7, 0.7 / 0.3],
    // M/M/2 at one erlang: 1/3, by hand.
    [1, 1, 2, 1 / 3, 1 / 3],
    // Tabulated: 10 servers, 8 erlangs.
    [8, 1, 10, 0.40918, 0.20459],
  ])('λ %s, μ %s, %s servers', (arrivalRate, serviceRate, servers, waitShare, meanWait) => {
    const found = erlangC(load(arrivalRate, serviceRate, servers));
    expect(found.waitShare).toBeCloseTo(waitShare, 5);
    expect(found.meanWait).toBeCloseTo(meanWait, 5);
  });

  it('48 calls a minute of a minute each at 50 agents wait 20.8 s: Garnett, Mandelbaum & Reiman 2002, table 1', () => {
    expect(60 * erlangC(load(48, 1, 50)).meanWait).toBeCloseTo(20.8, 1);
  });

  it('agrees with the sum over states that defines it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.double({ min: 0.05, max: 0.98, noNaN: true }),
        (servers, used) => {
          const offered = servers * used;
          let [term, below] = [1, 0];
          for (let state = 0; state < servers; state++) {
            below += term;
            term *= offered / (state + 1);
          }
          const waiting = term / (1 - used);
          expect(erlangC(load(offered, 1, servers)).waitShare).toBeCloseTo(waiting / (below + waiting), 10);
          expect(erlangB(offered, servers)).toBeCloseTo(term / (below + term), 10);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('within is the distribution of the wait: its tail integrates to the mean wait', () => {
    const { waitShare, meanWait, within } = erlangC(load(8, 1, 10));
    expect(within(0)).toBeCloseTo(1 - waitShare, 12);
    let tail = 0;
    for (let time = 0.005; time < 20; time += 0.01) tail += 0.01 * (1 - within(time));
    expect(tail).toBeCloseTo(meanWait, 4);
  });

  it('has no bound where servers are too few, and refuses what is no load', () => {
    expect(erlangC(load(2, 1, 2))).toMatchObject({ waitShare: 1, meanWait: Number.POSITIVE_INFINITY });
    expect(() => erlangC(load(1, 0, 2))).toThrow(/no load/);
    expect(() => erlangC(load(1, 1, 0))).toThrow(/no pool/);
  });
});
