import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { captureOutput } from '../../capture-output.ts';
import { openRun } from '../../runner/open-run.ts';
import { playTestRun, testDescription } from '../../runner/test-run.ts';
import { embeddedDataset } from '../data/embedded-dataset.ts';
import { printPlan } from './print-plan.ts';
import { inEach, plannedPart, type RunPlan } from './run-plan.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-plan-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const dealt = { train: 9, feedback: 8, calibration: 7, evaluation: 6 };
const parts = Object.fromEntries(
  Object.entries(dealt).map(([part, count]) => [part, Array(count).fill(null)]),
) as never;
const OPEN = plannedPart({ population: '1', loop: 'open', episodes: 1200 }, parts);
const PLAN = {
  loaded: { dataset: embeddedDataset(5), source: 'made up' },
  points: [{ loop: 'open', point: 'α 0', arms: ['human-only', 'copilot'] }],
  parts: [OPEN],
  ...{
    models: ['Policy x.'],
    notes: ['Each twice.'],
    like: { policy: 'x', critic: 'y' },
    trainings: { policies: 1, gates: 1 },
  },
} as unknown as RunPlan;

/** What is printed, in words only. */
function printed(plan: Partial<RunPlan> = {}, out?: string): string {
  const output = captureOutput();
  try {
    printPlan('sweep', { ...PLAN, ...plan }, out);
    return stripVTControlCharacters(output.text()).replace(/[\s│─]+/g, ' ');
  } finally {
    output.end();
  }
}

it('says how much would be played, of what, and what would be trained', () => {
  expect(OPEN).toEqual({ population: '1', loop: 'open', episodes: 1200, ...dealt });
  expect(plannedPart(OPEN, parts, 4).evaluation).toBe(4);
  const said = printed();
  expect(said).toMatch(
    /^sweep would play 1,200 episodes\. Nothing is played, and nothing written\. Data: \S+, 5 sessions, made up\./,
  );
  expect(said).toContain('2 cells in each population');
  expect(said).toMatch(/Policy x\..*Each twice\./);
  expect(said).not.toContain('already');
  const closed = { ...OPEN, loop: 'closed', episodes: 1 } as const;
  const both = printed({
    atMost: true,
    parts: [OPEN, closed],
    points: [...PLAN.points, { ...PLAN.points[0]!, loop: 'closed' }],
  });
  expect(both).toMatch(/^sweep would play at most 1,201 episodes/);
  expect(both).toContain('4 cells in each population');
  expect([said, both].map((text) => text.split(/ loop /).length - 1)).toEqual([0, 2]);
  expect([inEach(1), inEach(3)]).toEqual(['the one population', 'each of 3 populations']);
});

it('says what stands in the folder already, and how much of it crashed', async () => {
  const play = async (name: string, fails?: (session: string) => boolean) => {
    const folder = join(root, name);
    const run = openRun(folder, testDescription);
    await playTestRun(run, undefined, fails, 2);
    run.finish(true);
    return folder;
  };
  expect(printed({}, await play('whole'))).toContain('holds 12 of 1,200 episodes already.');
  expect(printed({}, await play('broken', (id) => id === 's1'))).toMatch(
    /holds 6 of 1,200 episodes already, and 6 episodes that crashed\./,
  );
  expect(printed({}, join(root, 'none'))).not.toContain('already');
});
