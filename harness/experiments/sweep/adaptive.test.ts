import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepFiles } from '../../bench/sweep/testing/sweep-files.ts';
import type { Fingerprint } from '../../runner/fingerprint.ts';
import { openRun } from '../../runner/open-run.ts';
import { openTraces } from '../../runner/traces/read-traces.ts';
import { runCli } from '../../test-cli.ts';
import { readFigures } from '../../tools/report.ts';

const ADAPTIVE = { looks: 3, metric: 'sessions_with_wrong_executed', baseline: 'copilot', spending: 'pocock' };
const PLAN = {
  axes: { policy: ['majority', 'markov'], critic: ['max-softmax'], gate: ['plug-in'], seed: ['1'] },
  dataset: 120,
  sessions: 30,
  adaptive: ADAPTIVE,
};

let root: string;
let plan: string;
const at = (name: string) => join(root, name);
const sweep = (out: string, ...more: readonly string[]) =>
  runCli('sweep', '--plan', plan, '--cache', at('cache'), '--out', at(out), ...more);
const filesOf = (folder: string) => ({
  ...sweepFiles(at(folder)),
  looks: readFileSync(join(at(folder), 'looks.csv'), 'utf8'),
});
const looksOf = (folder: string) => {
  const { rows } = readFigures(at(folder)).tables.find(({ id }) => id === 'looks')!;
  return rows.map(({ cells }) => cells);
};

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-adaptive-'));
  plan = at('plan.json');
  writeFileSync(plan, JSON.stringify(PLAN));
  expect((await sweep('whole')).status).toBe(0);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('an adaptive sweep', () => {
  it('ends what is decided early, and takes all it may where it is not', () => {
    const looks = looksOf('whole');
    expect(looks).toHaveLength(2);
    for (const { verdict, played, look } of looks) {
      expect(played).toBe(10 * Number(look));
      if (verdict === 'undecided') expect(played).toBe(30);
    }
    expect(new Set(looks.map(({ played }) => played)).size).toBeGreaterThan(1);
  });

  it('plays the same sessions in every arm, and those of a look in all later ones, too', () => {
    const traces = openTraces(at('whole'));
    const sessions = new Map<string, Set<string>>();
    for (const { play, trace, about } of traces.find({})) {
      const key = `${play} ${about.arm}`;
      sessions.set(key, (sessions.get(key) ?? new Set()).add(trace.session));
    }
    traces.close();
    const samples = [...sessions.values()].sort((a, b) => a.size - b.size);
    expect(samples).toHaveLength(6);
    for (const [place, few] of samples.slice(0, -1).entries())
      for (const session of few) expect(samples[place + 1]).toContain(session);
  });

  it('in shards, brought together, has the bytes of one that was never sharded', async () => {
    for (const index of [1, 2]) expect((await sweep(`shard-${index}`, '--shard', `${index}/2`)).status).toBe(0);
    expect((await runCli('merge', at('shard-2'), at('shard-1'), '--out', at('merged'))).status).toBe(0);
    expect(filesOf('merged')).toEqual(filesOf('whole'));
  });

  it('that was stopped in the middle of a look goes on to the same bytes', async () => {
    const { fingerprint } = JSON.parse(readFileSync(join(at('whole'), 'run.json'), 'utf8')) as {
      fingerprint: Fingerprint;
    };
    const traces = openTraces(at('whole'));
    const stopped = openRun(at('stopped'), { fingerprint, record: { startedAt: 'now' } });
    for (let place = 0; place < 97; place++) stopped.store.append(traces.read(place));
    stopped.close();
    expect((await sweep('stopped')).status).toBe(0);
    expect(filesOf('stopped')).toEqual(filesOf('whole'));
    traces.close();
  });

  it.each([
    [
      { ...ADAPTIVE, metric: 'steps_per_session' },
      'adaptive.metric: "steps_per_session" is none that says better or worse',
    ],
    [{ ...ADAPTIVE, baseline: 'selective' }, 'adaptive: arm and baseline are the same'],
    [{ ...ADAPTIVE, looks: 1 }, 'adaptive.looks: '],
    [{ ...ADAPTIVE, looks: 20, spending: 'all' }, 'adaptive.spending: '],
  ])('%j is refused before the work', async (adaptive, message) => {
    const { text, status } = await refused({ ...PLAN, adaptive });
    expect(status).toBe(2);
    expect(text).toContain(message);
  });

  it('needs to know how many sessions a cell may take', async () => {
    const { sessions: _, ...rest } = PLAN;
    for (const some of [rest, { ...PLAN, sessions: 2 }]) {
      const { text, status } = await refused(some);
      expect(status).toBe(2);
      expect(text).toContain('sessions: give how many a cell takes at most');
    }
  });
});

async function refused(other: object) {
  writeFileSync(plan, JSON.stringify(other));
  const answer = await sweep('refused');
  writeFileSync(plan, JSON.stringify(PLAN));
  return answer;
}
