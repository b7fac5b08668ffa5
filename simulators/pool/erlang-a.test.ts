import { describe, expect, it } from 'vitest';
import { erlangA } from './erlang-a.ts';
import { erlangB, erlangC } from './erlang-c.ts';

const load = (arrivalRate: number, servers: number) => ({ arrivalRate, serviceRate: 1, servers });

describe('Erlang A', () => {
  it('where patience is as long as service on average, it is M/M/∞: as many in the system as a Poisson count', () => {
    const [offered, servers] = [7, 5];
    let [p, waiting, queue] = [Math.exp(-offered), 0, 0];
    for (let state = 0; state < 100; state++) {
      if (state >= servers) waiting += p;
      queue += Math.max(0, state - servers) * p;
      p *= offered / (state + 1);
    }
    const found = erlangA(load(offered, servers), 1);
    expect(found.waitShare).toBeCloseTo(waiting, 10);
    expect(found.meanWait).toBeCloseTo(queue / offered, 10);
  });

  it('tends to Erlang C as patience grows and to Erlang B as it shrinks', () => {
    const patient = erlangA(load(8, 10), 1e9);
    expect(patient.meanWait).toBeCloseTo(erlangC(load(8, 10)).meanWait, 6);
    expect(patient.abandonedShare).toBeCloseTo(0, 6);
    expect(erlangA(load(8, 10), 1e-9).abandonedShare).toBeCloseTo(erlangB(8, 10), 6);
  });

  it('loses 3.1 % and waits 3.7 s with 48 calls a minute, 50 agents, 2 minutes of patience: Garnett et al. 2002, table 1', () => {
    const found = erlangA(load(48, 50), 2);
    expect(100 * found.abandonedShare).toBeCloseTo(3.1, 1);
    expect(60 * found.meanWait).toBeCloseTo(3.7, 1);
    expect(100 * found.utilisation).toBeCloseTo(93, 0);
  });

  it('what comes is served or leaves, also under overload', () => {
    for (const arrivalRate of [0.1, 4, 9, 30]) {
      const { abandonedShare, utilisation } = erlangA(load(arrivalRate, 4), 0.7);
      expect(arrivalRate * (1 - abandonedShare)).toBeCloseTo(4 * utilisation, 10);
    }
  });

  it('refuses patience that is no time', () => {
    expect(() => erlangA(load(1, 1), 0)).toThrow(/patience/);
  });
});
