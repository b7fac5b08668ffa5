import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMPARISONS, comparisonOf, sameValue, valueKey } from './same-value.ts';

const field = (id: string, kind = 'text', label = '') => comparisonOf({ id, label, kind });

describe('values', () => {
  it('are compared by the kind of their field', () => {
    expect(sameValue('Mark  Twain ', 'mark twain', 'words')).toBe(true);
    expect(sameValue('Cafe\u0301', 'café', 'words')).toBe(true);
    expect(sameValue('Ab12', 'aB12', 'exact')).toBe(false);
    expect(sameValue('25', '25.0', 'number')).toBe(true);
    expect(sameValue('-0.50', '−.5'.replace('.', '0.'), 'number')).toBe(true);
    expect(sameValue('2031-4-1', '01.04.2031', 'date')).toBe(true);
    expect(sameValue('1/4/2031', '4/1/2031', 'date')).toBe(false);
    for (const comparison of COMPARISONS) {
      for (const [sign, plain] of [['10²', '102'], ['x²', 'x2'], ['Ⅳ', 'IV']] as const) // biome-ignore format: pairs
        expect(sameValue(sign, plain, comparison)).toBe(false);
      expect(sameValue(undefined, '', comparison)).toBe(false);
      expect(sameValue(undefined, undefined, comparison)).toBe(true);
    }
  });

  it('read a comma between groups of three as grouping, unless the desk writes decimals with it', () => {
    expect(sameValue('1,234', '1234', 'number')).toBe(true);
    expect(sameValue('1,234', '1.234', 'number')).toBe(false);
    expect(sameValue('1,23', '123', 'number')).toBe(false);
    expect(sameValue('1,2345', '12345', 'number')).toBe(false);
    expect(sameValue('1.234,50', '1234,5', 'number', ',')).toBe(true);
    expect(sameValue('1,234', '1,2340', 'number', ',')).toBe(true);
    expect(sameValue('1 234 567', "1'234'567", 'number')).toBe(true);
    expect(sameValue('9007199254740993', '9007199254740992', 'number')).toBe(false);
  });

  it('are the same as themselves, and alike the other way round', () => {
    const value = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('0', '1', '.', ',', ' ', '-', 'a', 'A') }));
    fc.assert(
      fc.property(value, value, fc.constantFrom(...COMPARISONS), (a, b, comparison) => {
        expect(sameValue(a, a, comparison)).toBe(true);
        expect(sameValue(a, b, comparison)).toBe(sameValue(b, a, comparison));
        expect(valueKey(valueKey(a, comparison), comparison)).toBe(valueKey(a, comparison));
      }),
      { seed: 1, numRuns: 1000 },
    );
    fc.assert(
      fc.property(fc.integer(), fc.nat({ max: 4 }), (whole, zeros) => {
        expect(sameValue(`${whole}`, `${whole}.${'0'.repeat(zeros)}`, 'number')).toBe(true);
        expect(sameValue(`${whole}`, whole.toLocaleString('en'), 'number')).toBe(true);
        expect(sameValue(`${whole}`, `${whole + 1}`, 'number')).toBe(false);
      }),
      { seed: 2 },
    );
  });
});

describe('a field', () => {
  it('says itself how it is compared, else its kind and name do', () => {
    expect(comparisonOf({ id: 'note', label: 'Note', kind: 'text', compare: 'exact' })).toBe('exact');
    for (const id of ['password', 'userPassword', 'PIN', 'access_code', 'id', 'order_id', 'order_number', 'OrderNo'])
      expect(field(id), id).toBe('exact');
    expect(field('f1', 'text', 'Tracking number')).toBe('exact');
    for (const id of ['name', 'city', 'reason', 'numbers of guests', 'idea', 'identity', 'pinboard'])
      expect(field(id), id).toBe('words');
    expect(field('amount', 'number')).toBe('number');
    expect(field('pin', 'number')).toBe('exact');
    expect(field('room_number', 'number')).toBe('number');
    expect(field('code_of_conduct', 'textarea')).toBe('words');
    for (const kind of ['select', 'radio', 'multiselect', 'checkbox', 'date'])
      expect(field('plan', kind)).toBe('exact');
  });
});
