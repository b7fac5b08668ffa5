import { describe, expect, it } from 'vitest';
import { countOf, formatBare, formatCount, formatInterval, formatNumber, formatValue } from './format-value.ts';

describe('formatting', () => {
  it.each([
    ['share', 0.7131, '71.3%'],
    ['share', -0.021, '−2.1%'],
    ['share', -0.0001, '0.0%'],
    ['share', 1, '100.0%'],
    ['ms', 227_370, '227 s'],
    ['ms', 9_940, '9.9 s'],
    ['ms', 9_960, '10 s'],
    ['ms', 0, '0.0 s'],
    ['count', 2.345, '2.35'],
    ['share', null, '–'],
    ['ms', Number.NaN, '–'],
  ] as const)('%s %s is %s', (unit, value, shown) => {
    expect(formatValue(unit, value)).toBe(shown);
  });

  it('shows bounds without unit, and none where there are none', () => {
    expect(formatInterval('share', { low: 0.691, high: 0.734 })).toBe('[69.1, 73.4]');
    expect(formatInterval('share', { low: null, high: 0.7 })).toBe('');
    expect(formatBare('ms', 2_345)).toBe('2.3');
  });

  it('groups thousands and agrees nouns', () => {
    expect([0, 999, 1000, 1_234_567].map(formatCount)).toEqual(['0', '999', '1,000', '1,234,567']);
    expect([countOf(1, 'session'), countOf(2000, 'session')]).toEqual(['1 session', '2,000 sessions']);
    expect(formatNumber(-0.4, 0)).toBe('0');
  });
});
