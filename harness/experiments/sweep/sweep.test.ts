import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepFiles } from '../../bench/sweep/testing/sweep-files.ts';
import type { Fingerprint } from '../../runner/fingerprint.ts';
import { openRun } from '../../runner/open-run.ts';
import { openTraces } from '../../runner/traces/read-traces.ts';
import { runCli } from '../../test-cli.ts';

const PLAN = {
  axes: { beta: [0, 0.3], policy: ['majority', 'markov'], critic: ['max-softmax'], gate: ['plug-in'], seed: ['1'] },
  dataset: 120,
  sessions: 8,
};
let root: string;
let plan: string;
const at = (name: string) => join(root, name);
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-sweep-'));
  plan = at('plan.json');
  writeFileSync(plan, JSON.stringify(PLAN));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const sweep = (out: string, ...more: readonly string[]) =>
  runCli('sweep', '--plan', plan, '--cache', at('cache'), '--out', at(out), ...more);
const left = (folder: string) => sweepFiles(at(folder));

describe('a sweep', () => {
  it('in shards, brought together, has the bytes of one that was never sharded', async () => {
    expect((await sweep('whole')).status).toBe(0);
    for (const index of [1, 2, 3]) expect((await sweep(`shard-${index}`, '--shard', `${index}/3`)).status).toBe(0);
    const { status, text } = await runCli('merge', at('shard-3'), at('shard-1'), at('shard-2'), '--out', at('merged'));
    expect(status).toBe(0);
    expect(text).toContain('What each point of the sweep comes to');
    expect(left('merged')).toEqual(left('whole'));
  });

  it('brought together again after a stop in the middle, has the same bytes', async () => {
    const { fingerprint } = JSON.parse(readFileSync(join(at('whole'), 'run.json'), 'utf8')) as {
      fingerprint: Fingerprint;
    };
    const stopped = openRun(at('stopped'), { fingerprint, record: { startedAt: 'now' } });
    const traces = openTraces(at('whole'));
    for (const place of [0, 1, 2, 3, 4]) stopped.store.append(traces.read(place));
    traces.close();
    stopped.close();
    const { status } = await runCli('merge', at('shard-1'), at('shard-2'), at('shard-3'), '--out', at('stopped'));
    expect(status).toBe(0);
    expect(left('stopped')).toEqual(left('whole'));
  });

  it('is not brought together where a shard is missing, twice or of another sweep', async () => {
    const [one, two, three] = [1, 2, 3].map((index) => at(`shard-${index}`)) as [string, string, string];
    const refused = async (...folders: string[]) => {
      const { status, text } = await runCli('merge', ...folders, '--out', at('refused'));
      expect(status).toBe(2);
      return text;
    };
    expect(await refused(one, three)).toContain('Shard 2 of 3 is missing');
    expect(await refused(one, one, two, three)).toContain('Shard 1 of 3 is there twice');
    expect(await refused(at('whole'))).toContain('is no shard of a sweep');
    writeFileSync(plan, JSON.stringify({ ...PLAN, sessions: 4 }));
    await sweep('other', '--shard', '3/3');
    writeFileSync(plan, JSON.stringify(PLAN));
    expect(await refused(one, two, at('other'))).toMatch(/is of another sweep than .*sessions/);
  });

  it('refuses models that there are not before the work', async () => {
    writeFileSync(plan, JSON.stringify({ ...PLAN, axes: { ...PLAN.axes, policy: ['majority', 'none-such'] } }));
    const { status, text } = await sweep('nowhere');
    writeFileSync(plan, JSON.stringify(PLAN));
    expect(status).toBe(2);
    expect(text).toContain('--policy none-such: there is none of that name');
  });

  it('in closed loop plays cases to their goals', async () => {
    writeFileSync(plan, JSON.stringify({ ...PLAN, axes: { ...PLAN.axes, policy: ['markov'] }, loop: 'closed' }));
    expect((await sweep('closed')).status).toBe(0);
    expect(readFileSync(join(at('closed'), 'points.csv'), 'utf8')).toMatch(/^[^\n]*goal_reached_selective/);
  });
});
