import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { expect, it } from 'vitest';
import { checkBeforehand } from './check-beforehand.ts';

/** What is said of a command line where no browser is at the path that is given. */
async function said(name: string, ...args: string[]): Promise<string> {
  const command = new Command(name)
    .option('--driver <way>')
    .option('--browser <path>')
    .option('--browser-sessions <n>', '', Number)
    .option('--list')
    .option('--out <file>');
  command.parse(['--browser', join(tmpdir(), 'no-such-browser'), ...args], { from: 'user' });
  try {
    await checkBeforehand(command);
    return 'nothing';
  } catch (error) {
    return (error as Error).message;
  }
}
const WITHOUT = /or play without one: --browser-sessions 0\.$/;

it.each([
  ['a sample of the headline, which is there unless told', ['headline'], WITHOUT],
  ['a sample that is asked for', ['replay', '--browser-sessions', '3'], WITHOUT],
  ['all that is played', ['settle', '--driver', 'browser'], /or work without one: --driver in-process\.$/],
])('a browser is looked for where it is to play %s', async (_, args, words) => {
  expect(await said(...(args as [string, ...string[]]))).toMatch(words);
});

it.each([
  ['a headline without a sample', ['headline', '--browser-sessions', '0']],
  ['a replay without a sample', ['replay', '--browser-sessions', '0']],
  ['a replay that says nothing of it', ['replay']],
  ['a settle with a sample of what plays in-process', ['settle', '--browser-sessions', '3']],
  ['a list', ['headline', '--list']],
])('no browser is looked for by %s', async (_, args) => {
  expect(await said(...(args as [string, ...string[]]))).toBe('nothing');
});
