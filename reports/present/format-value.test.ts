import { describe, expect, it } from 'vitest';
import {
  countOf,
  countOfMany,
  formatBare,
  formatCount,
  formatEstimate,
  formatInterval,
  formatNumber,
  formatPercent,
  formatValue,
} from './format-value.ts';

describe('formatting', () => {
  it.each([
    ['share', 0.7131, '71.3\u202f%'],
    ['share', -0.021, '−2.1\u202f%'],
    ['share', -0.0001, '0.0\u202f%'],
    ['share', 1, '100.0\u202f%'],
    ['ms', 227_370, '227\u202fs'],
    ['ms', 9_940, '9.9\u202fs'],
    ['ms', 9_960, '10\u202fs'],
    ['ms', 0, '0.0\u202fs'],
    ['points', -0.371, '−37.1\u202fpp'],
    ['score', 0.38123, '0.381'],
    ['count', 2.345, '2.35'],
    ['share', null, '–'],
    ['ms', Number.NaN, '–'],
  ] as const)('%s %s is %s', (unit, value, shown) => {
    expect(formatValue(unit, value)).toBe(shown);
  });

  it.each([
    [0.45, '45'],
    [0.975, '97.5'],
    [0.29, '29'],
    [0.57, '57'],
    [1 - 0.9, '10'],
  ])('%d as it was set is %s per cent', (share, shown) => {
    expect(formatPercent(share)).toBe(`${shown}\u202f%`);
  });

  it('shows bounds without unit, and none where there are none', () => {
    expect(formatInterval('share', { low: 0.691, high: 0.734 })).toBe('[69.1, 73.4]');
    expect(formatInterval('share', { low: null, high: 0.7 })).toBe('');
    expect(formatBare('ms', 2_345)).toBe('2.3');
  });

  it.each([
    ['points', { estimate: -0.371, low: -0.58, high: -0.16 }, '−37\u202fpp [−58, −16]'],
    ['share', { estimate: 0.7131, low: 0.691, high: 0.734 }, '71.3\u202f% [69.1, 73.4]'],
    ['share', { estimate: 0.71312, low: 0.7129, high: 0.7133 }, '71.3\u202f% [71.3, 71.3]'],
    ['score', { estimate: 0.38123, low: 0.16, high: 0.59 }, '0.38 [0.16, 0.59]'],
    ['count', { estimate: 12.34, low: 2, high: 25 }, '12 [2, 25]'],
    ['ms', { estimate: 45_300, low: 43_100, high: 47_200 }, '45.3\u202fs [43.1, 47.2]'],
    ['ms', { estimate: 227_370, low: 205_000, high: 249_000 }, '227\u202fs [205, 249]'],
    ['share', { estimate: 0, low: 0, high: 0 }, '0.0\u202f% [0.0, 0.0]'],
    ['share', { estimate: null, low: null, high: null }, '–'],
  ] as const)('gives a %s beside its interval two figures of its half width: %j', (unit, value, shown) => {
    expect(formatEstimate(unit, value)).toBe(shown);
  });

  it('groups thousands and agrees nouns', () => {
    expect([0, 999, 1000, 1_234_567].map(formatCount)).toEqual(['0', '999', '1,000', '1,234,567']);
    expect([countOf(1, 'session'), countOf(2000, 'session')]).toEqual(['1 session', '2,000 sessions']);
    const each = [1, 2000].map((count) => countOfMany(count, 'sessions with errors'));
    expect(each).toEqual(['1 session with errors', '2,000 sessions with errors']);
    expect(formatNumber(-0.4, 0)).toBe('0');
  });
});
