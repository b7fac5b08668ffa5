import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRun } from '../../runner/open-run.ts';
import { playTestRun, testDescription } from '../../runner/test-run.ts';
import { failedSessions, onlySessions } from './only-sessions.ts';
import type { DatasetSplit } from './splits.ts';

const part = (...ids: string[]) => ids.map((id) => ({ id }));
const population = (evaluation: ReturnType<typeof part>, train = part('t1')) => ({
  split: { parts: { train, evaluation }, rule: null } as unknown as DatasetSplit,
});
const idsOf = ({ split }: { split: DatasetSplit }) => split.parts.evaluation.map(({ id }) => id);

describe('sessions that are named', () => {
  const populations = [population(part('a', 'b')), population(part('b', 'c')), population(part('d'))] as const;
  const all = [...populations] as [(typeof populations)[0], ...(typeof populations)[0][]];

  it('are played alone, in the populations that evaluate them; who teaches stays', () => {
    const found = onlySessions(all, { only: 'b, a' });
    expect(found.map(idsOf)).toEqual([['a', 'b'], ['b']]);
    expect(found[0].split.parts.train).toBe(all[0].split.parts.train);
    expect(onlySessions(all, { lastFailed: 'd' }).map(idsOf)).toEqual([['d']]);
  });

  it('are all where none is named, and must be evaluated', () => {
    expect(onlySessions(all, {})).toEqual(all);
    expect(() => onlySessions(all, { only: 't1' })).toThrow('No session of t1 is evaluated here; evaluated are a, b');
  });
});

describe('sessions that failed', () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'deskbench-failed-'));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  async function play(name: string, fails: (session: string) => boolean): Promise<string> {
    const folder = join(root, name);
    const run = openRun(folder, testDescription);
    await playTestRun(run, undefined, fails, 6);
    run.finish(false);
    return folder;
  }

  it('are those that crashed, and those that a verdict calls worse', async () => {
    const folder = await play('crashed', (session) => session.endsWith('3'));
    const crashed = failedSessions(folder);
    expect(crashed).toMatch(/^[^,]*3$/);
    writeFileSync(join(folder, 'night.json'), '{}');
    expect(() => failedSessions(folder)).toThrow('is no verdict');
  });

  it('are asked for in vain where none did', async () => {
    const folder = await play('good', () => false);
    expect(() => failedSessions(folder)).toThrow('holds no session that failed');
  });
});
