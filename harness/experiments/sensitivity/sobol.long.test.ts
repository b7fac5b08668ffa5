import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fingerprint } from '../../runner/fingerprint.ts';
import { openRun } from '../../runner/open-run.ts';
import { openTraces } from '../../runner/traces/read-traces.ts';
import { runCli } from '../../test-cli.ts';

describe('bench sensitivity --sobol', () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'deskbench-sobol-'));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const at = (name: string) => join(root, name);
  const sobol = (out: string) =>
    runCli(
      ...['sensitivity', '--sobol', '2', '--parameters', 'beta,notice', '--sessions', '8', '--taught', '0.005'],
      ...['--cache', at('cache'), '--out', at(out)],
    );
  const left = (folder: string) =>
    ['traces.jsonl.gz', 'traces.index.json.gz', 'indices.csv', 'runs.csv'].map((name) =>
      readFileSync(join(at(folder), name)).toString('base64'),
    );

  it('goes on to the same bytes after a stop, where critics of what was played are not learned again', async () => {
    const whole = await sobol('whole');
    expect(whole.status).toBe(0);
    expect(whole.text).toContain('12 runs, 6 in each row');
    const { fingerprint } = JSON.parse(readFileSync(join(at('whole'), 'run.json'), 'utf8')) as {
      fingerprint: Fingerprint;
    };
    const stopped = openRun(at('stopped'), { fingerprint, record: { startedAt: 'now' } });
    const traces = openTraces(at('whole'));
    for (let place = 0; place < Math.floor(traces.rows.length / 2); place++) stopped.store.append(traces.read(place));
    traces.close();
    stopped.close();
    expect((await sobol('stopped')).status).toBe(0);
    expect(left('stopped')).toEqual(left('whole'));
  });
});
