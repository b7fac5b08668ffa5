import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uniformRate } from '../../contract/noise-rates.ts';
import { parseNoiseOption } from './noise-option.ts';

describe('parseNoiseOption', () => {
  it('reads any list of rates back', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 5 }), (rates) => {
        const levels = parseNoiseOption('--beta', rates.join(','));
        expect(levels.map((level) => level.rates)).toEqual(rates.map((rate) => uniformRate(rate + 0)));
      }),
    );
  });

  it('sets the kinds that are named and leaves the others at 0', () => {
    const [level] = parseNoiseOption('--alpha', 'send_text=0.2+close=0.05');
    expect(level?.rates).toEqual({ ...uniformRate(0), send_text: 0.2, close: 0.05 });
  });

  it('knows the published rates for alpha only', () => {
    expect(parseNoiseOption('--alpha', 'paper')[0]?.rates.send_text).toBe(0.265);
    expect(() => parseNoiseOption('--beta', 'paper')).toThrow('--beta: "paper" is not a rate');
  });

  it.each(['', '1.1', '-0.1', 'x', '0.1,,0.2', 'NaN'])('refuses %j', (text) => {
    expect(() => parseNoiseOption('--slip', text)).toThrow(/^--slip: ".*" is not a rate/);
  });

  it('names the kinds when one is unknown', () => {
    expect(() => parseNoiseOption('--alpha', 'click=0.1')).toThrow(
      '"click" is not a kind of action; use one of select',
    );
  });
});
