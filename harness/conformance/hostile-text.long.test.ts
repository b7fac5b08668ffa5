import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDataset } from '../../fixtures/format/write-dataset.ts';
import { generatedDataset } from '../bench/data/embedded-dataset.ts';
import { printable } from '../contract/printable.ts';
import { runCli } from '../test-cli.ts';

/** Text that the log format lets pass, in place of text of the generated log. */
const HOSTILE: Readonly<Record<string, string>> = {
  generated: '::error file=README.md,line=1::a name',
  'Request by Chat': '=HYPERLINK("http://x.example","subject")',
  Legal: '<img src=x onerror=alert(1)> & "queue"',
  Billing: '##[error]##vso[task.complete]queue',
  Solved: '＠SUM(A1) می\u200cخواهم',
  'op-01': '::warning::\u200fשָׁלוֹם',
  'op-02': '+1 👩\u200d👩\u200d👧 👍🏽 1️⃣',
  'op-03': '`|[link](javascript:alert(1))|`',
  identity_check: '-2+3 สวัสดี นำ้',
  address_change: '%0A::error::नमस्ते',
  'Address change': '</script><script>alert(1)</script>',
};

const folder = mkdtempSync(join(tmpdir(), 'deskbench-hostile-'));
const logs = join(folder, 'logs');
const small = ['--logs', logs, '--cache', join(folder, 'cache')];
const plain = ['--policy', 'markov'];
const gated = [...plain, '--critic', 'max-softmax'];

/** Every command that reads a log or writes something, at the cheapest sizes; which of them find enough in it does not matter. */
const COMMANDS: readonly (readonly string[])[] = [
  ['check', '--logs', logs],
  ['convert', '--logs', logs],
  ['goals', '--logs', logs],
  ['fit-operators', '--logs', logs],
  ['models', ...small, '--policies', 'majority,markov'],
  [
    'critics',
    ...small,
    ...plain,
    '--critics',
    'max-softmax',
    '--critic',
    'max-softmax',
    '--gates',
    'clopper-pearson',
    '--calibrators',
    'platt',
    '--alpha',
    '0',
    '--beta',
    '0',
    '--redraws',
    '5',
    '--draws',
    '100',
  ],
  ['corrections', ...small, ...plain, '--alpha', '0.3', '--shares', '0,0.2'],
  ['export', '--logs', logs, ...plain],
  ['replay', ...small, ...gated, '--browser-sessions', '0', '--populations', '1'],
  ['headline', ...small, ...gated, '--browser-sessions', '0', '--populations', '1'],
  [
    'settle',
    ...small,
    ...gated,
    '--populations',
    '1',
    '--sessions',
    '10',
    '--point-sessions',
    '5',
    '--alpha',
    '0',
    '--beta',
    '0.2',
    '--slip',
    '0',
    '--traits',
    '',
  ],
  [
    'propagation',
    ...small,
    ...gated,
    '--sessions',
    '5',
    '--alpha',
    '0',
    '--beta',
    '0.2',
    '--more-targets',
    'none',
    '--twins',
    '5',
  ],
  ['span', ...small, ...gated, '--sessions', '5', '--replications', '2', '--held', '1', '--operators', '2'],
  ['rollout', '--logs', logs, ...gated, '--repeats', '1', '--new-process', HOSTILE.address_change!],
  ['replay', ...small, '--split', HOSTILE.generated!],
  ['replay', '--logs', join(folder, `${HOSTILE.Billing}\n::error::x\u001b[31m`)],
  ['::error::\u001b[2J'],
];

/** Fields of a CSV file. */
const fieldsOf = (csv: string) =>
  [...csv.matchAll(/(?:^|[,\n])(?:"((?:[^"]|"")*)"|([^",\n]*))/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

const statuses: string[] = [];

describe('hostile text, right-to-left text, marks and joiners', () => {
  beforeAll(() => {
    mkdirSync(logs);
    writeDataset(join(folder, 'plain'), generatedDataset({ sessions: 60, difficulty: 0.5, seed: 'hostile' }));
    for (const file of readdirSync(join(folder, 'plain'))) {
      let text = readFileSync(join(folder, 'plain', file), 'utf8');
      for (const [from, to] of Object.entries(HOSTILE)) text = text.replaceAll(`"${from}"`, JSON.stringify(to));
      writeFileSync(join(logs, file), text);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(COMMANDS.map((args, at) => ({ name: args[0], args, at })))(
    'stay text in all that $name writes ($at)',
    async ({ args, at }) => {
      const out = join(folder, `out-${at}`);
      const writes = !['check', '::error::\u001b[2J'].includes(args[0]!);
      const { status, text } = await runCli(...args, ...(writes ? ['--out', out] : []));
      statuses.push(`${args[0]} ${status}`);
      expect([0, 2, 3]).toContain(status);
      expect(text).not.toMatch(/\n {4}at /);
      expect(text).toBe(printable(text));
      expect(text.split('\n').filter((line) => /^\s*::|##\w*\[/.test(line))).toEqual([]);
      for (const file of existsSync(out) && args[0] !== 'export' ? readdirSync(out) : []) {
        const written = readFileSync(join(out, file), 'utf8');
        if (file.endsWith('.html')) expect(written).not.toMatch(/<img|<script|javascript:[^"]*"|\u200f/);
        if (file.endsWith('.json')) expect(() => JSON.parse(written)).not.toThrow();
        if (file.endsWith('.csv'))
          for (const field of fieldsOf(written).filter((one) => Number.isNaN(Number(one))))
            expect(field).not.toMatch(/^[\s"`]*[=+@|%＝＋－＠-]/);
      }
    },
  );

  it('were read and played by most commands', () => {
    expect(statuses.filter((one) => one.endsWith(' 0')).length, statuses.join(', ')).toBeGreaterThanOrEqual(11);
  });

  it('keep their letters where they are shown', async () => {
    const { text } = await runCli('fit-operators', '--logs', logs);
    expect(text).not.toContain('\\u200d');
    expect((await runCli('check', '--logs', logs)).text).toContain(': :error file=README.md,line=1::a name');
  });
});
