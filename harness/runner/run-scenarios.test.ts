import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Action } from '../contract/action.ts';
import type { Trace } from '../contract/trace.ts';
import { TestDesk, testCatalog } from '../engine/test-desk.ts';
import {
  perfectOperator,
  testCell,
  testCritic,
  testGate,
  testOperator,
  testPolicy,
  testScenarios,
  testSession,
} from '../engine/test-roles.ts';
import { testWorld } from '../engine/test-world.ts';
import { twinOf } from '../engine/twins.ts';
import { episodeKey } from './episode-key.ts';
import { Journal } from './journal.ts';
import { exitCodeOf, type RunOptions, type RunSummary, runScenarios } from './run-scenarios.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskbench-run-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The same with texts of which some letters take several bytes. */
const foreign = (action: Action): Action =>
  action.kind === 'send_text' && action.reply === null ? { ...action, text: `${action.text} ☕ für 王` } : action;
const scenarios = testScenarios(12).map((scenario) => ({
  ...scenario,
  session: {
    ...scenario.session,
    steps: scenario.session.steps.map((step) => ({ ...step, action: foreign(step.action) })),
  },
}));
let files = 0;

async function run(path: string, extra: Partial<RunOptions> = {}): Promise<{ summary: RunSummary; traces: Trace[] }> {
  const traces: Trace[] = [];
  const summary = await runScenarios(scenarios, {
    catalog: testCatalog,
    rolesOf: () => ({ policy: testPolicy(), critic: testCritic, gate: testGate, operator: testOperator }),
    openEnvironment: () => new TestDesk(),
    concurrency: 3,
    journal: new Journal(path),
    onTrace: (trace) => traces.push(trace),
    ...extra,
  });
  return { summary, traces };
}

const newPath = () => join(folder, `traces-${files++}.jsonl`);

describe('a run with a journal', () => {
  it('leaves one line for each trace, in order', async () => {
    const path = newPath();
    const { summary, traces } = await run(path);
    expect(summary).toMatchObject({ episodes: 36, resumed: 0, crashed: 0, retries: 0 });
    expect(readFileSync(path, 'utf8')).toBe(traces.map((trace) => `${JSON.stringify(trace)}\n`).join(''));
  });

  it('interrupted anywhere, even in mid-line, it goes on and ends with the same bytes', async () => {
    const whole = newPath();
    const { traces } = await run(whole);
    const bytes = readFileSync(whole);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length), async (cut) => {
        const path = newPath();
        writeFileSync(path, bytes.subarray(0, cut));
        const lines = bytes.subarray(0, cut).toString('latin1').split('\n').length - 1;
        const again = await run(path);
        expect(again.summary.resumed).toBe(lines);
        expect(again.traces).toEqual(traces);
        expect(readFileSync(path).equals(bytes)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('runs nothing again once it is complete', async () => {
    const path = newPath();
    await run(path);
    const openEnvironment = () => {
      throw new Error('nothing to open a desk for');
    };
    expect((await run(path, { openEnvironment })).summary).toMatchObject({ episodes: 36, resumed: 36 });
  });

  it('keeps what was done before an error', async () => {
    const path = newPath();
    let calls = 0;
    const onTrace = () => {
      if (++calls === 20) throw new Error('the disk is full');
    };
    await expect(run(path, { onTrace })).rejects.toThrow(/the disk is full/);
    expect((await run(path)).summary.resumed).toBe(20);
  });

  it('runs crashed episodes again, and then holds no trace of the crash', async () => {
    const path = newPath();
    const broken = await run(path, { openEnvironment: () => new TestDesk((id) => id === 's5') });
    // Each was tried afresh twice, and both count.
    expect(broken.summary).toMatchObject({ crashed: 3, retries: 6, episodes: 36 });
    expect(exitCodeOf(broken.summary)).toBe(3);
    const mended = await run(path);
    expect(mended.summary).toMatchObject({ crashed: 0, resumed: 33, episodes: 36 });
    expect(exitCodeOf(mended.summary)).toBe(0);
    const whole = newPath();
    await run(whole);
    expect(readFileSync(path).equals(readFileSync(whole))).toBe(true);
  });

  it('finds lines again that are longer than what is read at a time', async () => {
    const path = newPath();
    const { traces } = await run(newPath());
    const long = traces.slice(0, 6).map((trace, at) => ({ ...trace, seed: `${at}☕`.repeat(60_000 * (at + 1)) }));
    const journal = new Journal(path);
    for (const trace of long) journal.append(trace);
    journal.close();
    const again = new Journal(path);
    for (const trace of long) {
      const key = episodeKey(trace.cell, trace.session);
      expect(again.finished(key)).toBe(true);
      expect(again.read(key)).toEqual(trace);
    }
    again.close();
  });

  it('names episodes apart that differ in what is forced, or when', () => {
    const forced = [1, 2].flatMap((step) =>
      (['right', { kind: 'click_control', control: 'button:peek' }] as const).map((action) => ({ step, action })),
    );
    const keys = [undefined, ...forced].map((one) => episodeKey('cell', 'session', one));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('refuses a journal that is damaged in the middle, and leaves it alone', async () => {
    const path = newPath();
    await run(path);
    const lines = readFileSync(path, 'utf8').split('\n');
    for (const damage of ['{"session":"x"}', 'not JSON', '']) {
      const text = lines.with(3, damage).join('\n');
      writeFileSync(path, text);
      expect(() => new Journal(path)).toThrow(/traces-\d+\.jsonl, line 4: not a trace\. Delete/);
      expect(readFileSync(path, 'utf8')).toBe(text);
    }
  });

  it('refuses the same episode twice', async () => {
    const twice = [...scenarios, scenarios[4]!];
    const roles = { policy: null, critic: null, gate: null, operator: testOperator };
    const options = {
      catalog: testCatalog,
      rolesOf: () => roles,
      openEnvironment: () => new TestDesk(),
      onTrace: () => {},
    };
    await expect(runScenarios(twice, options)).rejects.toThrow(/\["selective","s4"\] is asked for twice/);
  });

  it('keeps a run and its twins apart, and finds both again', async () => {
    const session = testSession('s3');
    const cell = { ...testCell('human-only'), loop: 'closed' as const };
    const wrong: Action = { kind: 'click_control', control: 'button:peek' };
    const plain = { cell, session, seed: '1' };
    const all = [plain, { ...plain, forced: { step: 1, action: wrong } }, twinOf(plain, 1)];
    const path = newPath();
    const play = async (openEnvironment: () => TestDesk) => {
      const traces: Trace[] = [];
      const roles = { policy: null, critic: null, gate: null, operator: perfectOperator };
      const summary = await runScenarios(all, {
        catalog: testCatalog,
        rolesOf: () => roles,
        openEnvironment,
        world: testWorld,
        journal: new Journal(path),
        onTrace: (trace) => traces.push(trace),
      });
      return { traces, summary };
    };
    const first = await play(() => new TestDesk());
    expect(new Set(first.traces.map((trace) => JSON.stringify(trace))).size).toBe(3);
    const again = await play(() => {
      throw new Error('nothing to open a desk for');
    });
    expect(again.summary.resumed).toBe(3);
    expect(again.traces).toEqual(first.traces);
  });
});
