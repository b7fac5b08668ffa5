import { describe, expect, it } from 'vitest';
import { layoutTable, paintFor, type TextColumn } from './layout-table.ts';

const column = (heading: [string, string], align: 'left' | 'right', ...cells: string[]): TextColumn => ({
  heading,
  align,
  cells: cells.map((text) => ({ text })),
});
const off = paintFor(false);
const marked = (look: string, text: string) => (look === 'plain' ? text : `<${look} ${text}>`);

describe('a table on the terminal', () => {
  const arm = column(['', 'arm'], 'left', 'gated', 'ä');
  const share = column(['goal', 'reached'], 'right', '9 %', '100 %');

  it('has its headings, a rule and its rows, each column to its side', () => {
    expect(layoutTable([arm], [share], { width: 80, paint: off })).toEqual([
      '          goal',
      'arm    reached',
      '─────  ───────',
      'gated      9 %',
      'ä        100 %',
    ]);
  });

  it('has no line of headings that are all empty', () => {
    const bare = column(['', ''], 'left', 'x');
    expect(layoutTable([], [bare], { width: 80, paint: off })).toEqual(['─', 'x']);
  });

  it('aligns additions for themselves, to the right, and leaves their room where there is none', () => {
    const values: TextColumn = {
      heading: ['', 'a long heading'],
      align: 'right',
      cells: [{ text: '5', quiet: '[4, 6]', look: 'bad' }, { text: '10' }, { text: '7', quiet: '[1, 9.5]' }],
    };
    expect(layoutTable([], [values], { width: 80, paint: marked })).toEqual([
      '<strong a long heading>',
      '<quiet ──────────────>',
      '   <bad  5> <quiet   [4, 6]>',
      '   10 <quiet         >',
      '    7 <quiet [1, 9.5]>',
    ]);
  });

  it('goes on below with the key columns again, in as few parts as fit, and those even', () => {
    const columns = ['a', 'b', 'c', 'd'].map((name) => column(['', name], 'right', `${name}${'1'.repeat(7)}`));
    const at = (width: number) =>
      layoutTable([arm], columns, { width, paint: off })
        .filter((line) => line.includes('arm'))
        .map((line) => line.split(/ +/).slice(1).join(''));
    // Five of the key and two between; eight a column and two between.
    expect(at(45)).toEqual(['abcd']);
    expect(at(44)).toEqual(['ab', 'cd']);
    expect(at(25)).toEqual(['ab', 'cd']);
    expect(at(24)).toEqual(['a', 'b', 'c', 'd']);
    expect(at(1)).toEqual(['a', 'b', 'c', 'd']);
    const lines = layoutTable([arm], columns, { width: 25, paint: off });
    expect(lines.filter((line) => line === '')).toHaveLength(1);
    expect(lines[0]).not.toBe('');
  });

  it('measures wide characters by the room that they take', () => {
    expect(layoutTable([], [column(['', ''], 'left', '中文', 'a'), share], { width: 80, paint: off })[2]).toBe(
      '────  ───────',
    );
  });

  it('has a row for a column that has fewer cells', () => {
    expect(
      layoutTable([column(['', 'k'], 'left', 'x', 'y')], [column(['', 'v'], 'left', '1')], { width: 9, paint: off }),
    ).toEqual(['k  v', '─  ─', 'x  1', 'y']);
  });
});

it('colours are codes around a text, and none where there is none or the terminal takes none', () => {
  const on = paintFor(true);
  expect((['strong', 'quiet', 'good', 'bad'] as const).map((look) => on(look, 'x'))).toEqual(
    [1, 2, 32, 31].map((code) => `\u001b[${code}mx\u001b[0m`),
  );
  expect([on('plain', 'x'), on('bad', ''), off('bad', 'x')]).toEqual(['x', '', 'x']);
});
