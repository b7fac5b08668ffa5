import { describe, expect, it } from 'vitest';
import { comparableName, fillTemplate, slotValue } from './fill-template.ts';
import { flowEnds } from './flow-ends.ts';
import { perObject, perText } from './remember.ts';
import type { Screen } from './screen.ts';
import { fillFromScreen, openSlots } from './shown-values.ts';

describe('templates', () => {
  it('have their slots filled; what has no value becomes a hole of its name', () => {
    const known = (slot: string) => ({ name: 'Ada', n: '' })[slot] ?? null;
    expect(fillTemplate('Dear {name}, {name:full}: {n}|{ other :x}|', known)).toBe('Dear Ada, Ada: |[other]|');
    expect(fillTemplate('none', () => 'x')).toBe('none');
  });

  it('take the first record that has a value under the name, however it is written', () => {
    const records = [{ 'Account number': '  ' }, { accountNumber: '7' }, { account_number: '8' }];
    expect(slotValue('ACCOUNT-NUMBER', records)).toBe('7');
    expect(slotValue('other', records)).toBeNull();
    expect(['Straße 1!', 'A_b c'].map((name) => comparableName(name))).toEqual(['straße1', 'abc']);
  });

  const screen = {
    results: [{ items: [{ price: '1', seat: 'a' }] }, { items: [{ price: '2' }, { price: '3', row: '9' }] }],
    fields: { price: '4', seat: 'b', name: 'Ada' },
    timeline: [{ values: { name: 'Bob', code: 'old' } }, { values: { code: 'new' } }],
  } as unknown as Screen;

  it('are filled from the screen: last results first, then fields, then what was submitted last', () => {
    expect(fillFromScreen('{price} {seat} {name} {code} {row}', screen)).toBe('2 a Ada new [row]');
    expect(fillFromScreen('{row} {name}', screen, [{ row: '5', name: 'Eve' }])).toBe('5 Ada');
    expect(openSlots('{Row no} {price} {x}', screen)).toEqual(['rowno', 'x']);
    expect(openSlots('plain', screen)).toEqual([]);
  });
});

describe('ends of a flow', () => {
  const forms = (...all: [string, string[]][]) => ({
    forms: all.map(([id, buttons]) => ({ id, buttons: buttons.map((one) => ({ id: one })) })) as never,
  });

  it('are named by form and button; plainly, too, where no other reads alike', () => {
    const ends = flowEnds(forms(['a', ['b', 'c/d']], ['e/f', ['g']]));
    expect(ends.get('a/b')).toEqual({ form: 'a', button: 'b' });
    expect(ends.get('a/c\\/d')).toEqual({ form: 'a', button: 'c/d' });
    expect(ends.get('a/c/d')).toEqual({ form: 'a', button: 'c/d' });
    expect(ends.get('e/f/g')).toEqual({ form: 'e/f', button: 'g' });
  });

  it('that read alike have no plain name', () => {
    const ends = flowEnds(forms(['a', ['b/c']], ['a/b', ['c']]));
    expect(ends.has('a/b/c')).toBe(false);
    expect(ends.size).toBe(2);
  });
});

describe('what is remembered', () => {
  it('is worked out once for an object', () => {
    let made = 0;
    const of = perObject((key: { n: number }) => key.n + made++);
    const [a, b] = [{ n: 10 }, { n: 10 }];
    expect([of(a), of(a), of(b), of(a)]).toEqual([10, 10, 11, 10]);
  });

  it('is worked out once for a text, until there are too many', () => {
    let made = 0;
    const of = perText((key) => `${key}${made++}`, 2);
    expect(['a', 'b', 'a', 'b', 'c', 'c', 'a'].map(of)).toEqual(['a0', 'b1', 'a0', 'b1', 'c2', 'c2', 'a3']);
  });
});
