import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseCommentedJson, readCommentedJson } from './commented-json.ts';
import {
  addOptions,
  count,
  decidingSettings,
  flag,
  listOf,
  openShare,
  option,
  optional,
  port,
  required,
  unitShare,
  wholeNumber,
} from './option.ts';
import { takes } from './testing/takes.ts';

function given(options: Parameters<typeof addOptions>[1], ...args: string[]): Record<string, unknown> {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  addOptions(command, options);
  return command.parse(args, { from: 'user' }).opts();
}

describe('options', () => {
  const all = {
    size: count('--size <n>', 'h', 3),
    kind: option('--kind <k>', 'h', { fallback: 'a', choices: ['a', 'b'] }),
    rates: listOf('--rates <list>', 'h', unitShare, [0.1, 0.2]),
    cache: option<string | false>('--cache <dir>', 'h', { fallback: 'd', off: ['--no-cache', 'h'] }),
    quick: flag('--quick', 'h'),
    more: optional('--more <x>', 'h', { env: 'DESKBENCH_TEST_MORE' }),
  };

  it('have their fallbacks where they are not given, or nothing', () => {
    expect(given(all)).toEqual({ size: 3, kind: 'a', rates: [0.1, 0.2], cache: 'd', quick: false });
  });

  it('are read as what they are', () => {
    const args = ['--size', '4', '--kind', 'b', '--rates', ' 0, 1', '--no-cache', '--quick', '--more', 'm'];
    expect(given(all, ...args)).toEqual({ size: 4, kind: 'b', rates: [0, 1], cache: false, quick: true, more: 'm' });
    for (const nothing of ['none', '']) expect(given(all, '--rates', nothing)).toMatchObject({ rates: [] });
    process.env.DESKBENCH_TEST_MORE = 'e';
    expect(given(all)).toMatchObject({ more: 'e' });
    delete process.env.DESKBENCH_TEST_MORE;
  });

  it('refuse what they are not, and are missed where they must be given', () => {
    for (const args of [
      ['--size', '0'],
      ['--kind', 'c'],
      ['--rates', '2'],
    ])
      expect(() => given(all, ...args)).toThrow();
    expect(() => given({ plan: required('--plan <f>', 'h') })).toThrow(/--plan/);
    expect(() => addOptions(new Command(), { other: flag('--quick', 'h') })).toThrow(
      'The option --quick is called "other": its value comes as "quick".',
    );
  });

  it('that decide results are kept, those that are not given as nothing', () => {
    const some = { ...all, out: optional('--out <d>', 'h', { decides: false }), list: flag('--list', 'h', false) };
    expect(decidingSettings(some, { size: 4, quick: false, out: 'o', list: true })).toEqual({
      ...{ size: 4, kind: null, rates: null, cache: null, quick: false, more: null },
    });
  });
});

describe('values', () => {
  it('of ports, counts and shares are within their bounds', () => {
    expect(takes(port, '0', '1', '65535', '65536', '1.5', '')).toEqual(['1', '65535']);
    expect(takes(wholeNumber, '0', '1', '-1', '1.5', '', '9007199254740993')).toEqual(['0', '1']);
    expect(takes(openShare, '0', '0.5', '1', '', 'x')).toEqual(['0.5']);
    expect(takes(unitShare, '0', '0.5', '1', '1.1', '-0.1', '', 'x')).toEqual(['0', '0.5', '1']);
  });
});

describe('a file that a user writes by hand', () => {
  const kind = { schema: z.strictObject({ a: z.array(z.number()) }), what: 'a file of tests', guide: 'docs/x.md' };

  it('may hold comments and commas at the end', () => {
    expect(parseCommentedJson('{ // one\n "a": [1, 2,], /* two */ }', 'p', kind)).toEqual({ a: [1, 2] });
  });

  it('names the line where it breaks, the place where it is wrong, and the guide', () => {
    expect(() => parseCommentedJson('{\n "a": [1\n "b": 2 }', 'p.json', kind)).toThrow(
      /^p\.json, line 3: \w+: write it as JSON with comments\.$/,
    );
    expect(() => parseCommentedJson('{"a": [1, "x"]}', 'p.json', kind)).toThrow(
      /^p\.json: a\.1: .*: see docs\/x\.md for what a file of tests holds\.$/,
    );
    expect(() => parseCommentedJson('[]', 'p.json', kind)).toThrow(/^p\.json: the file: /);
    expect(() => readCommentedJson('--rules', '/no/such/file', kind)).toThrow(
      '--rules /no/such/file does not exist: name a file of tests (docs/x.md).',
    );
  });
});
