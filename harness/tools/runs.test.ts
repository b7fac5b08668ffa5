import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRun } from '../runner/open-run.ts';
import { playTestRun, testFingerprint } from '../runner/test-run.ts';
import { runCli } from '../test-cli.ts';

let root: string;
const at = (...names: readonly string[]) => join(root, ...names);

/** Plays a run of so many sessions, which are six episodes each. */
async function play(name: string, sessions: number, startedAt: string, end: (run: ReturnType<typeof openRun>) => void) {
  const command = `bench ${name}`;
  const run = openRun(at('some', name), { fingerprint: { ...testFingerprint, command }, record: { startedAt } });
  await playTestRun(run, undefined, undefined, sessions);
  end(run);
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-runs-'));
  await play('older', 2, '2026-01-30T02:00:00.000Z', (run) => run.finish(true));
  await play('newer', 3, '2026-01-31T02:00:00.000Z', (run) => run.finish(true));
  await play('stopped', 1, '2026-01-29T02:00:00.000Z', (run) => run.close());
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The lines of the table, each with its cells. */
async function listed(folder: string): Promise<string[][]> {
  const { status, text } = await runCli('runs', folder);
  expect(status).toBe(0);
  const rows = text.split('\n').filter((line) => line.startsWith(`${folder}/`) || line.startsWith(` ${folder}/`));
  return rows.map((line) =>
    line
      .trim()
      .replace(`${folder}/`, '')
      .split(/\s{2,}/),
  );
}

const RUNS = [
  ['newer', '2026-01-31 02:00', '18', 'ended', 'bench newer'],
  ['older', '2026-01-30 02:00', '12', 'ended', 'bench older'],
  ['stopped', '2026-01-29 02:00', '6', 'can be gone on with', 'bench stopped'],
];

describe('bench runs', () => {
  it('lists the runs in a folder, the newest first, with episodes and whether they have ended', async () => {
    expect(await listed(at('some'))).toEqual(RUNS);
  });

  it('passes over what is no run: files, empty and foreign folders, links that lead nowhere, a description that is torn', async () => {
    writeFileSync(at('some', 'a-file'), 'x');
    writeFileSync(at('some', 'run.json'), '{}');
    mkdirSync(at('some', 'empty'));
    mkdirSync(at('some', 'foreign'));
    writeFileSync(at('some', 'foreign', 'run.json'), '{"finished":true}');
    symlinkSync(at('nowhere'), at('some', 'broken-link'));
    await play('torn', 1, '2026-02-01T02:00:00.000Z', (run) => run.finish(true));
    truncateSync(at('some', 'torn', 'run.json'), 40);
    expect(await listed(at('some'))).toEqual(RUNS);
  });

  it('lists a run whose traces are torn or gone, without a number of episodes where they cannot be read', async () => {
    appendFileSync(at('some', 'stopped', 'traces.tail.jsonl'), '{"torn');
    expect(await listed(at('some'))).toEqual(RUNS);
    truncateSync(at('some', 'older', 'traces.jsonl.gz'), 30);
    rmSync(at('some', 'newer', 'traces.jsonl.gz'));
    const found = await listed(at('some'));
    expect(found.map(([name]) => name)).toEqual(['newer', 'older', 'stopped']);
    expect(found[0]).not.toContain('18');
    expect(found[1]).not.toContain('12');
  });

  it('says so where a folder holds none, and refuses one that is not there, and a file', async () => {
    mkdirSync(at('none'));
    expect(await runCli('runs', at('none'))).toMatchObject({
      status: 0,
      text: expect.stringContaining('holds no runs.'),
    });
    expect(await runCli('runs', at('nowhere'))).toMatchObject({
      status: 2,
      text: expect.stringContaining('does not exist: name a folder that holds runs.'),
    });
    expect(await runCli('runs', at('some', 'a-file'))).toMatchObject({
      status: 2,
      text: expect.stringContaining('is no folder: name a folder that holds runs.'),
    });
  });
});
