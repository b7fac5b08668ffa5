import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT, EXIT_WORDS } from './runner/exit-code.ts';
import { runCli, startCli } from './test-cli.ts';

describe('the command line', () => {
  it.each([
    [['settl'], /Did you mean settle/],
    [['--sed', '3'], /Did you mean --seed/],
    [['replay', '--alhpa', '0.1'], /Did you mean --alpha/],
    [['replay', '--alpha', '2'], /(?:^|\n)error: --alpha: "2" is not a rate; give a number/],
    [['replay', '--logs', join('no', 'such', 'folder')], /does not exist/],
    [['replay', '--split', 'star-standard'], /use --split random/],
    [['replay', '--policy', 'none-such'], /there is none of that name; use .*ngram/],
    [['replay', '--policy', 'llm'], /(?:^|\n)error: --policy llm: [^\n]*\.\n/],
    [['critics', '--policy', 'llm'], /(?:^|\n)error: --policy llm: [^\n]*\.\n/],
    [['corrections', '--policy', 'llm'], /(?:^|\n)error: --policy llm: [^\n]*\.\n/],
    [['export', '--policy', 'llm'], /(?:^|\n)error: --policy llm: [^\n]*\.\n/],
    [['replay', '--providers', 'gpu'], /--providers <list>.*There is no "gpu": use cpu, webgpu, cuda/],
    [['gpu-check', '--providers', 'cuda,gpu'], /There is no "gpu"/],
    [['critics', '--draws', '50'], /--draws <n>' argument '50' is invalid\. Give a whole number from 100 up/],
    [['replay', '--target', '1'], /--target <share>' argument '1' is invalid\. Give a number between 0 and 1/],
    [['desk', '--port', '99999'], /Give a whole number from 1 to 65535/],
    [['span', '--policy', 'none-such'], /there is none of that name/],
    [['critics', '--held-out', 'bank'], /--held-out bank goes with --split/],
    [['critics', '--beta', '1.5', '--logs', 'none-such'], /(?:^|\n)error: --beta: "1\.5" is not a rate/],
    [['settle', '--folds', '1'], /--folds <n>' argument '1' is invalid\. Give a whole number from 2 up/],
    [['settle', '--folds', '3'], /(?:^|\n)error: --folds 3 goes with --logs/],
    [['list', 'none-such'], /There is no role "none-such": use policies, critics/],
    [['schema', 'none-such'], /use procedures, session, figures/],
    [['--sessions', '3'], /(?:use|give) more sessions/],
  ])('answers %j with what to do, in one piece, and exit code 2', async (args, message) => {
    const { status, text } = await runCli(...args);
    expect(text).toMatch(message);
    expect(text).not.toMatch(/\n {4}at /);
    expect(status).toBe(2);
  });

  it('ends its process with that exit code, and says the same there', async () => {
    const args = ['replay', '--alpha', '2'];
    const started = startCli(...args);
    expect(started).toEqual(await runCli(...args));
    expect(started.status).toBe(2);
  });

  it('prints a schema, and help, with exit code 0', async () => {
    expect(JSON.parse(startCli('schema', 'figures').text).title).toMatch(/figures/i);
    const help = await runCli('--help');
    expect(help).toMatchObject({ status: 0 });
    for (const command of ['headline', 'replay', 'settle', 'fit-operators', 'speed', 'schema', 'desk'])
      expect(help.text).toContain(command);
  });
});

it('leaves nothing that listens to the process, whatever it ran', async () => {
  const listening = () => process.eventNames().map((name) => [name, process.listenerCount(name)]);
  await runCli('list', 'gates');
  const before = listening();
  for (const args of [['list', 'gates'], ['--nonsense'], ['show', 'no-such-folder']]) await runCli(...args);
  expect(listening()).toEqual(before);
});

describe('the exit codes', () => {
  it('are the same in help, in the guide to nightly runs and in the table', async () => {
    const { text } = await runCli('--help');
    const guide = readFileSync(join(import.meta.dirname, '..', 'docs', 'nightly.md'), 'utf8');
    for (const [name, words] of Object.entries(EXIT_WORDS)) {
      const code = EXIT[name as keyof typeof EXIT];
      expect(text.replace(/\s+/g, ' ')).toContain(`${code} ${words}`);
      expect(guide).toContain(`| ${code} | ${words}`);
    }
  });
});
