import { describe, expect, it } from 'vitest';
import { sequentialCriticals } from '../../../reports/stats/group-sequential.ts';
import type { Metric } from '../../contract/metric.ts';
import type { Session } from '../../contract/session.ts';
import { adaptiveRule, lookAt, sessionsByLook } from './adaptive-rule.ts';
import { parseSweep } from './plan.ts';

const METRIC: Metric = {
  ...{ name: 'time', title: 'Time', unit: 'ms', summary: '', better: 'lower' },
  measure: () => ({ numerator: 0, denominator: 1 }),
};
const ruleOf = (axes: object, sessions = 50) =>
  adaptiveRule(
    parseSweep(JSON.stringify({ axes, sessions, adaptive: { looks: 3, metric: 'time', spending: 'pocock' } }), 'plan'),
    [METRIC],
  )!;

describe('the rule of a sweep', () => {
  it('gives each comparison its part of the error', () => {
    for (const [axes, comparisons] of [
      [{}, 1],
      [{ alpha: [0, 0.1], seed: ['1', '2', '3'] }, 6],
    ] as const) {
      const { sizes, criticals } = ruleOf(axes);
      expect(sizes).toEqual([17, 34, 50]);
      expect(criticals).toEqual(sequentialCriticals([17 / 50, 34 / 50, 1], 0.05 / comparisons, 'pocock'));
    }
  });

  it('is none where the plan has none', () => {
    expect(adaptiveRule(parseSweep('{ "axes": {} }', 'plan'), [METRIC])).toBeNull();
  });

  it('looks with the look that would come next where the data end early', () => {
    const rule = ruleOf({});
    const sums = (ms: number) => {
      const sessions = Array.from({ length: 20 }, (_, at) => `${at}`);
      return { sessions, numerators: sessions.map((_, at) => ms + (at % 3)), denominators: sessions.map(() => 1) };
    };
    expect(lookAt(rule, 17, sums(1), sums(5)).look).toBe(1);
    expect(lookAt(rule, 20, sums(1), sums(5)).look).toBe(2);
  });
});

describe('sessions by look', () => {
  const sessions = Array.from({ length: 25 }, (_, at) => ({ id: `s${at}` }) as Session);
  const looks = (decidedAfter: number, seed = '1') => {
    let looked = 0;
    return [...sessionsByLook(sessions, seed, [10, 20, 30], () => ++looked >= decidedAfter)];
  };

  it('are so many more each time, each once, until it is decided or none are left', () => {
    expect(looks(9).map(({ length }) => length)).toEqual([10, 10, 5]);
    expect(new Set(looks(9).flat()).size).toBe(25);
    expect(looks(2).map(({ length }) => length)).toEqual([10, 10]);
  });

  it('are a matter of the seed, and not of when one stops', () => {
    expect(looks(1)).toEqual(looks(9).slice(0, 1));
    expect(looks(1, '2')).not.toEqual(looks(1));
  });
});
