import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { historyOf } from '../../bench/regress/testing/histories.ts';
import { captureOutput } from '../../capture-output.ts';
import { experiment as propagation } from '../../experiments/propagation/index.ts';
import { experiment as replay } from '../../experiments/replay/index.ts';
import { openTraces } from '../../runner/traces/read-traces.ts';
import { showBaseline, updateBaseline } from '../../tools/baseline.ts';
import { compare } from '../../tools/compare.ts';
import { check, generate } from '../../tools/datasets/index.ts';
import { nights } from '../../tools/nights.ts';
import { query } from '../../tools/query.ts';
import { regress } from '../../tools/regress.ts';
import { score } from '../../tools/score.ts';
import { show } from '../../tools/show.ts';
import { trend } from '../../tools/trend.ts';
import { smallRun } from './small-runs.ts';

const own = mkdtempSync(join(tmpdir(), 'deskbench-tools-'));
afterAll(() => rmSync(own, { recursive: true, force: true }));

// What people are told may change on purpose alone, and then here too: vitest --update writes what is told now.
it('what the tools say of a small run is what they are known to say', async () => {
  const { folder } = await smallRun(replay);
  const traces = openTraces(folder);
  const { session } = traces.rows[0]!;
  traces.close();
  const history = join(own, 'nights.jsonl');
  const falling = historyOf(Array.from({ length: 12 }, (_, day) => 0.8 - 0.001 * day));
  writeFileSync(history, falling.map((night) => `${JSON.stringify(night)}\n`).join(''));
  const baseline = join(own, 'base.json');
  const logs = join(own, 'logs');
  const masked = (text: string) =>
    text
      .replaceAll(folder, 'RUN')
      .replaceAll(own, 'OWN')
      .replace(/\S*small-replay\S*/g, 'RUN')
      .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*/g, 'TIME')
      .replace(/(took|the new one)\s+[\d.,]+\s(?:ms|s|min)/g, '$1 LONG');
  const said: string[] = [];
  const tools: readonly (readonly [name: string, run: () => unknown])[] = [
    ['generate', () => generate({ sessions: 20, seed: 'tools', out: logs, difficulty: 0.5, operators: 12 } as never)],
    ['check', () => check({ logs })],
    ['show', () => show(folder, session, {})],
    ['the first baseline', () => updateBaseline(folder, { baseline })],
    ['baseline', () => showBaseline(baseline)],
    ['the same baseline again', () => updateBaseline(folder, { baseline })],
    ['regress, sums', () => regress(folder, { baseline, reporter: 'terminal' })],
    ['regress, a run', () => regress(folder, { baseline: folder, reporter: 'terminal' })],
    ['compare', () => compare(folder, folder, {})],
    ['nights', () => nights(folder, folder, { nights: 6, seed: '1', worse: 0.02 })],
    ['trend', () => trend(history, {})],
    ['score', () => score(folder, { metric: 'goal-reached,leak-rate' })],
    ['query', () => query([folder, 'select arm, count(*) as n from sessions group by arm order by arm'], {})],
  ];
  const { argv, exitCode } = process;
  process.argv = ['node', 'cli.ts', 'TOOL'];
  vi.stubEnv('COLUMNS', '110');
  for (const [name, run] of tools) {
    process.exitCode = undefined;
    const output = captureOutput();
    try {
      await run();
    } finally {
      output.end();
    }
    said.push(masked(`== ${name} (${process.exitCode ?? 0})\n${output.text()}`));
  }
  Object.assign(process, { argv, exitCode });
  vi.unstubAllEnvs();
  await expect(said.join('\n')).toMatchFileSnapshot(join(import.meta.dirname, 'known-tools.txt'));
});

it('twins of errors are no episodes to show', async () => {
  const { folder } = await smallRun(propagation);
  const traces = openTraces(folder);
  const session = traces.rows.find(({ forced }) => forced !== null)!.session;
  const episodes = traces.rows.filter((row) => row.session === session && row.forced === null).length;
  traces.close();
  const output = captureOutput();
  try {
    show(folder, session, {});
  } finally {
    output.end();
  }
  expect(output.text().match(new RegExp(`^session ${session}:`, 'gm'))).toHaveLength(episodes);
});
