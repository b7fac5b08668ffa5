import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { textWidth } from '../contract/text-width.ts';
import { openRun } from '../runner/open-run.ts';
import { playTestRun, testFingerprint } from '../runner/test-run.ts';
import { runCli } from '../test-cli.ts';

const WIDTH = 80;
const LONG = 'a-night-with-a-name-that-is-longer-than-any-column-of-a-table-at-a-terminal-has-room-for';

let root: string;
beforeAll(async () => {
  vi.stubEnv('COLUMNS', String(WIDTH));
  root = mkdtempSync(join(tmpdir(), 'deskbench-width-'));
  for (const [name, fails] of [
    ['base', () => false],
    ['next', (session: string) => session === 's1'],
  ] as const) {
    const settings = { ...testFingerprint.settings, policy: `${LONG} ${LONG}` };
    const fingerprint = { ...testFingerprint, command: `bench ${LONG} ${LONG}`, settings };
    const run = openRun(join(root, `${LONG}-${name}`), {
      fingerprint,
      record: { startedAt: '2026-01-30T02:00:00.000Z' },
    });
    await playTestRun(run, undefined, fails, 12);
    run.finish(true);
  }
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

const run = (name: string) => join(root, `${LONG}-${name}`);

it.each([
  ['compare', () => [run('base'), run('next')]],
  ['regress', () => [run('next'), '--baseline', run('base'), '--history', join(root, `${LONG}.jsonl`)]],
  ['trend', () => [join(root, `${LONG}.jsonl`)]],
  ['nights', () => [run('base'), run('next'), '--nights', '2']],
  ['baseline', () => ['update', run('base'), '--baseline', join(root, `${LONG}.json`)]],
  ['baseline', () => ['show', join(root, `${LONG}.json`)]],
  ['runs', () => [root]],
  ['show', () => [run('base'), 's1']],
  ['score', () => [run('base'), '--metric', 'goal-reached,leak-rate,action-accuracy']],
  [
    'query',
    () => [
      run('base'),
      `select session, '${LONG} ${LONG}' as "${LONG}", count(*) as "${LONG} too" from steps group by 1`,
    ],
  ],
  ['doctor', () => []],
  ['list', () => ['metrics']],
] as const)('bench %s fits a terminal of 80 columns', async (command, args) => {
  const { status, text } = await runCli(command, ...args());
  expect([0, 1, 3, 4]).toContain(status);
  // What is copied into a command line is a line of its own, or at the end of one, and whole.
  const toCopy = (line: string) => /^\s*pnpm bench /.test(line) || /^[^:]+: \/\S+$/.test(line);
  const lines = text.split('\n').filter((line) => !toCopy(line));
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.filter((line) => textWidth(line) > WIDTH)).toEqual([]);
});
