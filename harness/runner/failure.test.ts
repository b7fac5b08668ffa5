import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeFileAtomic } from '../contract/atomic-write.ts';
import { InfrastructureError } from '../contract/environment.ts';
import { EXIT, EXIT_WORDS, exitCodesInWords, MachineError, UsageError } from './exit-code.ts';
import { describeFailure } from './failure.ts';

const COMMAND = "pnpm bench replay --logs 'a b'";

describe('what a failure says', () => {
  it.each([
    [new UsageError('--seed: give one.'), EXIT.usage, 'error: --seed: give one.'],
    [
      Object.assign(new Error('a:3: is\n::error::x; mend it.'), { name: 'FormatError' }),
      EXIT.usage,
      'error: a:3: is\\n::error::x; mend it.',
    ],
    [new MachineError('No browser: install one.'), EXIT.incomplete, 'error: No browser: install one.'],
    [new InfrastructureError('The endpoint is down.'), EXIT.incomplete, 'error: The endpoint is down.'],
  ])('is one sentence of %s, without a stack', (error, code, text) => {
    expect(describeFailure(error, COMMAND)).toEqual({ code, text });
  });

  it.skipIf(!existsSync('/dev/full'))('says that a disk is full', () => {
    let caught: unknown;
    try {
      writeFileSync('/dev/full', 'x');
    } catch (error) {
      caught = error;
    }
    expect(describeFailure(caught, COMMAND)).toEqual({
      code: EXIT.incomplete,
      text: 'error: write: the disk is full: free some space, or choose another folder (ENOSPC).',
    });
  });

  it('names path and remedy of what the operating system refuses', () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskbench-failure-'));
    try {
      writeFileSync(join(folder, 'file'), '');
      let caught: unknown;
      try {
        writeFileAtomic(join(folder, 'file', 'below'), '');
      } catch (error) {
        caught = error;
      }
      const { code, text } = describeFailure(caught, COMMAND);
      expect(code).toBe(EXIT.incomplete);
      expect(text).toMatch(/^error: mkdir .*file: .*\.$/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([new RangeError('Maximum call\nstack'), 'thrown text', undefined])(
    'says of a fault of the program that it is one, with the command and where it happened',
    (error) => {
      const { code, text } = describeFailure(error, COMMAND);
      expect(code).toBe(70);
      expect(text).toMatch(/^error: this is a bug in Deskbench/);
      expect(text).toContain(`\n  ${COMMAND}\n`);
      expect(text).toMatch(/\n {4}at /);
    },
  );
});

describe('the table of exit codes', () => {
  it('has the codes that people rely on, and words for each', () => {
    const stopped = { hungUp: 129, interrupted: 130, terminated: 143 };
    expect(EXIT).toEqual({ good: 0, regression: 1, usage: 2, incomplete: 3, undecided: 4, bug: 70, ...stopped });
    for (const [name, code] of Object.entries(EXIT))
      expect(exitCodesInWords()).toMatch(
        new RegExp(`^ +${code} +${EXIT_WORDS[name as keyof typeof EXIT].replace(/[()]/g, '\\$&')}$`, 'm'),
      );
  });
});
