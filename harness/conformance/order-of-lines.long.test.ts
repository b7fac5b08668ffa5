import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDataset } from '../../fixtures/format/write-dataset.ts';
import { generatedDataset } from '../bench/data/embedded-dataset.ts';
import type { Session } from '../contract/session.ts';
import { type CliRun, runCli } from '../test-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'deskbench-order-'));
const logs = join(folder, 'logs');
const out = join(folder, 'out');
const file = join(logs, 'sessions.jsonl');

/** Sessions with copies, cases of several sessions, and ids whose numbers have one digit, two or three. */
function sessionsOf(sessions: readonly Session[]): Session[] {
  const own = sessions.map((session, at) => ({
    ...session,
    id: `s${at + 1}`,
    ...(at % 9 === 4 ? { caseKey: `case ${at % 2}` } : {}),
  }));
  return [...own, ...own.slice(10, 13).map((session, at) => ({ ...session, id: `copy-${at}` }))];
}

const ORDERS: Readonly<Record<string, (lines: readonly string[]) => string[]>> = {
  'as written': (lines) => [...lines],
  backwards: (lines) => [...lines].reverse(),
  'every seventh first': (lines) => [0, 1, 2, 3, 4, 5, 6].flatMap((rest) => lines.filter((_, at) => at % 7 === rest)),
};

const SMALLEST = ['--target', '0.6', '--populations', '1', '--no-cache'];
const COMMANDS: readonly { readonly command: string; readonly args: readonly string[]; readonly orders: number }[] = [
  { command: 'check', args: [], orders: 3 },
  { command: 'fit-operators', args: ['--out', out], orders: 3 },
  {
    command: 'replay',
    args: [
      ...SMALLEST,
      '--policy',
      'markov',
      '--alpha',
      '0.1',
      '--beta',
      '0.2',
      '--browser-sessions',
      '0',
      '--out',
      out,
    ],
    orders: 3,
  },
  {
    command: 'replay',
    args: [
      ...SMALLEST,
      '--policy',
      'ngram',
      '--alpha',
      '0.1',
      '--beta',
      '0.2',
      '--browser-sessions',
      '0',
      '--out',
      out,
    ],
    orders: 2,
  },
  {
    command: 'settle',
    args: [
      ...[...SMALLEST, '--policy', 'markov', '--sessions', '16', '--point-sessions', '6', '--alpha', '0'],
      ...['--beta', '0.2', '--slip', '0', '--traits', '', '--out', out],
    ],
    orders: 2,
  },
];

/** Without what the clock alone says. */
const withoutClock = (text: string) =>
  text.replace(/"(startedAt|durationMs|seconds)": ?("[^"]*"|[\d.e+-]+)/g, '"$1":0');

/** All files of figures that a run wrote, by name, but for when it ran and how long. */
function written(): Record<string, string> {
  const names = readdirSync(out).filter((name) => /\.(json|jsonl\.gz|csv)$/.test(name));
  const textOf = (bytes: Buffer, name: string) => (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return Object.fromEntries(names.map((name) => [name, withoutClock(textOf(readFileSync(join(out, name)), name))]));
}

const isProgress = (line: string) => / in [\d.]+ s\b/.test(line);

describe('the order of a log’s lines', () => {
  let lines: string[];
  beforeAll(() => {
    const { sessions, ...dataset } = generatedDataset({ sessions: 90, difficulty: 0.4, seed: 'order' });
    writeDataset(logs, { ...dataset, sessions: sessionsOf(sessions) });
    lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function run(order: (lines: readonly string[]) => string[], args: readonly string[]): Promise<CliRun> {
    rmSync(out, { recursive: true, force: true });
    writeFileSync(file, `${order(lines).join('\n')}\n`);
    return runCli(...args);
  }

  it.each(
    COMMANDS.map((one) => ({
      ...one,
      name: [one.command, ...one.args.filter((_, at) => one.args[at - 1] === '--policy')].join(' '),
    })),
  )('decides nothing of what $name writes and prints', async ({ command, args, orders }) => {
    const seen: { said: string[]; files: Record<string, string> }[] = [];
    for (const order of Object.values(ORDERS).slice(0, orders)) {
      const { status, text } = await run(order, [command, '--logs', logs, ...args]);
      expect(status, text).toBe(0);
      const said = text.split('\n').filter((line) => !isProgress(line));
      seen.push({ said, files: command === 'check' ? {} : written() });
    }
    const [first, ...others] = seen;
    for (const other of others) expect(other).toEqual(first);
    if (command === 'check') expect(first?.said.join()).toContain('copies');
    else expect(Object.keys(first?.files ?? {}).length).toBeGreaterThan(2);
    if (command === 'replay') expect(first?.files['traces.jsonl.gz']).toContain('"decision":"execute"');
  });
});
