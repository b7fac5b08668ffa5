import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NightCheck } from '../../nightly/night.ts';
import { checkName, flipWords, isSame, movedWords, shortLine, unitOfChange } from './words.ts';

const check = (own: object) =>
  ({ title: 'Goal', metric: 'goal', cell: 'gated', worse: 0, better: 0, ...own }) as unknown as NightCheck;

describe('text as one short line', () => {
  it('is whole where its line fits, however much white space that saved', () => {
    expect(shortLine('x'.repeat(500))).toBe('x'.repeat(500));
    expect(shortLine('x'.repeat(501))).toBe(`${'x'.repeat(499)}…`);
    expect(shortLine(`a${' '.repeat(30)}b`, 10)).toBe('a b');
    expect(shortLine(`a${'\n'.repeat(38)}b`, 10)).toBe('a b');
    // Beyond four times the length nothing is looked at, and so it is said to go on.
    expect(shortLine(`a${' '.repeat(40)}b`, 10)).toMatch(/…$/);
  });

  it('is never longer than asked, in one line, and halves no character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.integer({ min: 2, max: 30 }), (text, most) => {
        const line = shortLine(text, most);
        expect(line.length).toBeLessThanOrEqual(most);
        expect(line).not.toMatch(/[\n\r]/);
      }),
      { numRuns: 30 },
    );
    expect(shortLine('abc😀def', 5)).toBe('abc…');
    expect(shortLine('abcd😀', 6)).toBe('abcd😀');
  });
});

describe('words on a check', () => {
  it('name it by its title, else its metric, and where it was', () => {
    expect(checkName(check({}))).toBe('Goal: gated');
    expect(checkName(check({ title: ' ', cell: '' }))).toBe('goal');
    expect(checkName(check({ title: '', metric: '' }))).toBe('unnamed: gated');
    expect(checkName(check({ title: 'x'.repeat(101), cell: '' }))).toHaveLength(100);
  });

  it('say what moved, and whether anything did', () => {
    expect(movedWords(check({}))).toBe('');
    expect(movedWords(check({ worse: 1 }))).toBe('1 session got worse, 0 got better');
    expect(movedWords(check({ better: 2000 }))).toBe('0 sessions got worse, 2,000 got better');
    const same = (own: object) => isSame(check({ difference: { estimate: 0 }, ...own }));
    expect([same({}), same({ worse: 1 }), same({ better: 1 }), same({ difference: { estimate: 0.1 } })]).toEqual([
      ...[true, false, false, false],
    ]);
    expect([unitOfChange(check({ unit: 'share' })), unitOfChange(check({ unit: 'ms' }))]).toEqual(['points', 'ms']);
  });

  it('say of a session where it was played, and how it changed', () => {
    const flip = { session: 's1', play: 'population 1', before: '100 %', now: '0 %' } as never;
    expect(flipWords(flip)).toBe('s1 (population 1): 100 % → 0 %');
    expect(flipWords({ ...(flip as object), play: '' } as never)).toBe('s1: 100 % → 0 %');
  });
});
