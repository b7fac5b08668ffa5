import { describe, expect, it } from 'vitest';
import { midP } from '../../../reports/stats/mid-p.ts';
import type { Metric } from '../../contract/metric.ts';
import type { MeasuredCell, MeasuredPair } from '../compare/run-sums.ts';
import { drawNight, drawSessions, exchangeAtRandom, isAlarm, keyOf, sessionsOf, shareOf } from './simulate-nights.ts';

const pair = (session: string, base: number, next: number, population = '1') =>
  ({
    ...{ id: `${population} ${session}`, session, population, caseKey: `case ${session}`, play: 'p' },
    ...{ base: { numerator: base, denominator: 1 }, next: { numerator: next, denominator: 1 } },
  }) as unknown as MeasuredPair;
const cell = (metric: string, ...pairs: MeasuredPair[]): MeasuredCell => ({
  ...{ of: { part: '', cell: 'c', arm: 'a', noise: '' }, metric: { name: metric } as unknown as Metric, pairs },
});
const MEASURED = [
  cell('x', pair('a', 0, 10), pair('b', 1, 11), pair('a', 2, 12, '2')),
  cell('y', pair('b', 3, 13), pair('c', 4, 14)),
];
/** Random numbers that come one after the other. */
const rng = (...numbers: number[]) => ({ next: () => numbers.shift() ?? Number.NaN });
const of = ({ pairs }: MeasuredCell) => pairs.map(({ base, next }) => [base.numerator, next.numerator]);

describe('simulated nights', () => {
  it('are of the sessions of all cells, each once; of two populations they are two', () => {
    expect(sessionsOf(MEASURED)).toHaveLength(4);
  });

  it('exchange the labels of a session in all cells, or in none', () => {
    // Sessions in order: a, b, a of the second population, c.
    const [x, y] = exchangeAtRandom(MEASURED, rng(0.49, 0.5, 0.51, 0.1));
    expect(of(x!)).toEqual([
      [10, 0],
      [1, 11],
      [2, 12],
    ]);
    expect(of(y!)).toEqual([
      [3, 13],
      [14, 4],
    ]);
  });

  it('draw sessions with replacement; one that is drawn twice counts as two', () => {
    const all = sessionsOf(MEASURED);
    expect(drawSessions(all, 3, rng(0, 0.25, 0.999))).toEqual([all[0], all[1], all[3]]);
    const [x, y] = drawNight(MEASURED)([all[1]!, all[1]!, all[3]!]);
    expect(of(x!)).toEqual([
      [1, 11],
      [1, 11],
    ]);
    expect(of(y!)).toEqual([
      [3, 13],
      [3, 13],
      [4, 14],
    ]);
    for (const name of ['id', 'session', 'caseKey'] as const)
      expect(new Set(y!.pairs.map((one) => one[name])).size).toBe(3);
  });

  it('count as shares, exact as of independent trials', () => {
    expect(shareOf(3, 20)).toEqual({ estimate: 0.15, ...midP(3, 20), of: 20 });
  });

  it('alarm where a check fails or warns', () => {
    const alarms = (['FAIL', 'WARN', 'UNDECIDED', 'PASS'] as const).map((verdict) => isAlarm({ verdict } as never));
    expect(alarms).toEqual([true, true, false, false]);
    expect(keyOf({ metric: 'a', cell: 'b' })).not.toBe(keyOf({ metric: 'a b', cell: '' }));
  });
});
