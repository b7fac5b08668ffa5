import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const tsx = join(dirname(createRequire(import.meta.url).resolve('tsx/package.json')), 'dist/cli.mjs');

function bench(...args: string[]): { status: number | null; text: string } {
  const run = spawnSync(process.execPath, [tsx, join(import.meta.dirname, 'cli.ts'), ...args], { encoding: 'utf8' });
  return { status: run.status, text: run.stdout + run.stderr };
}

describe('the command line', () => {
  it.each([
    [['settl'], /Did you mean settle/],
    [['--sed', '3'], /Did you mean --seed/],
    [['replay', '--alhpa', '0.1'], /Did you mean --alpha/],
    [['replay', '--alpha', '2'], /^error: --alpha: "2" is not a rate; give a number/],
    [['replay', '--logs', join('no', 'such', 'folder')], /does not exist/],
    [['replay', '--split', 'star-standard'], /use --split random/],
    [['replay', '--policy', 'none-such'], /there is none of that name; use .*ngram/],
    [['replay', '--policy', 'llm'], /^error: --policy llm: [^\n]*\.\n/],
    [['critics', '--policy', 'llm'], /^error: --policy llm: [^\n]*\.\n/],
    [['corrections', '--policy', 'llm'], /^error: --policy llm: [^\n]*\.\n/],
    [['export', '--policy', 'llm'], /^error: --policy llm: [^\n]*\.\n/],
    [['schema', 'none-such'], /use procedures, session, results, figures/],
    [['--sessions', '3'], /use more sessions/],
  ])('answers %j with what to do, in one piece, and exit code 2', (args, message) => {
    const { status, text } = bench(...args);
    expect(text).toMatch(message);
    expect(text).not.toMatch(/\n {4}at /);
    expect(status).toBe(2);
  });

  it('prints a schema, and help, with exit code 0', () => {
    expect(JSON.parse(bench('schema', 'results').text).title).toMatch(/results/i);
    const help = bench('--help');
    expect(help).toMatchObject({ status: 0 });
    for (const command of ['headline', 'replay', 'settle', 'fit-operators', 'speed', 'schema', 'desk'])
      expect(help.text).toContain(command);
  });
});
