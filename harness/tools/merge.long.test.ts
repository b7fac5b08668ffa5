import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeManyShards } from '../bench/sweep/testing/many-shards.ts';
import { openTraces } from '../runner/traces/read-traces.ts';
import { startCli } from '../test-cli.ts';

/** More than the files that a process may usually have open. */
const SHARDS = 1_100;
const PLAN = { axes: { policy: ['majority'], critic: ['max-softmax'], gate: ['plug-in'] }, dataset: 60, sessions: 2 };

let root: string;
const at = (name: string) => join(root, name);
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-merge-'));
  writeFileSync(at('plan.json'), JSON.stringify(PLAN));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('more than a thousand shards are brought together', () => {
  const played = startCli('sweep', '--plan', at('plan.json'), '--shard', '1/1', '--no-cache', '--out', at('one'));
  expect(played.status).toBe(0);
  writeManyShards(at('one'), at('cells'), SHARDS);
  const { status, text } = startCli('merge', at('cells'), '--out', at('merged'));
  expect([status, text]).toEqual([0, expect.stringContaining('What each point of the sweep comes to')]);
  const [one, merged] = [openTraces(at('one')), openTraces(at('merged'))];
  expect(merged.rows).toHaveLength(SHARDS * one.rows.length);
  for (const traces of [one, merged]) traces.close();
  expect(readFileSync(at('merged/comparisons.csv'), 'utf8').trim().split('\n')).toHaveLength(SHARDS + 1);
});
