import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { writeDataset } from '../../../fixtures/format/write-dataset.ts';
import { embeddedDataset } from '../../bench/data/embedded-dataset.ts';
import { commandOf } from '../../bench/run-experiment.ts';
import { captureOutput } from '../../capture-output.ts';
import { openTraces } from '../../runner/traces/read-traces.ts';
import { experiment } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'deskbench-list-'));
const [logs, out] = ['logs', 'runs/one'].map((name) => join(folder, name)) as [string, string];
beforeAll(() => writeDataset(logs, embeddedDataset(60)));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  process.exitCode = 0;
});

const MODELS = ['--policy', 'markov', '--critic', 'max-softmax', '--gate', 'plug-in', '--no-cache'];
const ASKED = [...MODELS, '--alpha', '0,0.1', '--browser-sessions', '0', '--populations', '2', '--repeat', '2'];

async function replay(...more: string[]): Promise<string> {
  const output = captureOutput();
  try {
    await commandOf(experiment).parseAsync(['--logs', logs, ...ASKED, ...more], { from: 'user' });
  } finally {
    output.end();
  }
  return output.text();
}

/** Episodes that a list says, in all and of each population. */
function said(text: string) {
  const number = (one = '') => Number(one.replaceAll(',', ''));
  const rows = [...text.matchAll(/^(1\S*) +(\d+) +(\d+) +(\d+) +(\d+) +([\d,]+)$/gm)];
  return {
    all: number(/would play ([\d,]+) episodes/.exec(text)?.[1]),
    parts: rows.map(([, population, , , , evaluation, episodes]) => ({
      population,
      evaluation: number(evaluation),
      episodes: number(episodes),
    })),
  };
}

it('says before what is then played, writes and trains nothing, and then goes by the pace that was measured', async () => {
  const listed = await replay('--out', out, '--list');
  expect(existsSync(out)).toBe(false);
  expect(readdirSync(folder)).toEqual(['logs']);
  expect(listed).not.toContain('100 %');
  expect(listed).toContain('6 cells in each population');
  expect(listed).toMatch(
    /Policy markov in each of 2 populations\.[\s\S]*for 2 selective cells in each of 2 populations\./,
  );
  expect(listed).toContain('no pace is known of policy markov');

  await replay('--out', out);
  const traces = openTraces(out);
  const { all, parts } = said(listed);
  expect(all).toBe(traces.rows.length);
  for (const { population, evaluation, episodes } of parts) {
    const own = traces.rows.filter(({ play }) => play.startsWith(`population ${population},`));
    expect([new Set(own.map(({ session }) => session)).size, own.length]).toEqual([evaluation, episodes]);
  }
  expect(parts.map(({ population }) => population)).toEqual(['1', '1-p2']);
  traces.close();
  const again = await replay('--out', join(folder, 'runs/two'), '--list');
  expect(again).toMatch(/Time: about .*, by the pace of 1 earlier run with policy markov and critic\s+max-softmax/);
  expect(readdirSync(join(folder, 'runs'))).toEqual(['one']);
}, 60_000);

it('says of a folder what it holds already', async () => {
  expect((await replay('--out', out, '--list')).replace(/\s+/g, ' ')).toMatch(/holds (\d+) of \1 episodes already\./);
});

it('refuses what the run would refuse', async () => {
  await expect(replay('--list', '--only', 'nobody')).rejects.toThrow(/No session of nobody/);
});

it('says where no browser is found that none is compared, not that sessions are worked in one', async () => {
  const output = captureOutput();
  const cheap = [...MODELS, '--alpha', '0', '--populations', '1', '--list'];
  try {
    const args = ['--logs', logs, ...cheap, '--browser', join(folder, 'no-browser')];
    await commandOf(experiment).parseAsync(args, { from: 'user' });
    const without = output.text();
    expect(without).toContain('SKIPPED: browser and in-process desk were not compared');
    expect(without).not.toContain('in a real browser');
  } finally {
    output.end();
  }
});
