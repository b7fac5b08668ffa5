import { randomInt } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { writeDataset } from '../../../fixtures/format/write-dataset.ts';
import { figuresSchema } from '../../../reports/figures/schema.ts';
import { metric as wrongChosen } from '../../../reports/metrics/sessions-with-wrong-chosen.ts';
import { embeddedDataset } from '../../bench/data/embedded-dataset.ts';
import { baselineOf } from '../../bench/regress/baseline.ts';
import { commandOf } from '../../bench/run-experiment.ts';
import { captureOutput } from '../../capture-output.ts';
import type { PolicyRecipe } from '../../contract/policy.ts';
import { openTraces } from '../../runner/traces/read-traces.ts';
import { experiment } from './index.ts';

const REPEATS = 4;

/** Proposes, now and then and by real chance, the first procedure that a screen offers, else nothing. */
const dice: PolicyRecipe = {
  name: 'dice',
  summary: 'Answers otherwise each time.',
  fit: async () => ({
    name: 'dice',
    provider: 'none',
    suggest: async (screens) =>
      screens.map(({ controls }) => {
        const found = controls.find(({ kind, enabled }) => kind === 'procedure' && enabled);
        const ranked =
          found && randomInt(10) === 0
            ? [{ action: { kind: 'select_procedure' as const, procedure: found.target }, confidence: 0.5 }]
            : [];
        return { ranked };
      }),
    dispose: async () => undefined,
  }),
};

vi.mock('../../bench/models/discover.ts', async (original) => {
  const own = await original<typeof import('../../bench/models/discover.ts')>();
  return {
    ...own,
    discover: async (folder: string, exported: string) => [
      ...(await own.discover(folder, exported)),
      ...(folder === 'policies/models' ? [dice] : []),
    ],
  };
});

const folder = mkdtempSync(join(tmpdir(), 'deskbench-repeat-'));
const logs = join(folder, 'logs');
beforeAll(() => writeDataset(logs, embeddedDataset(60)));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  process.exitCode = 0;
});

async function replay(name: string, policy: string, ...more: string[]) {
  const models = ['--policy', policy, '--critic', 'max-softmax', '--gate', 'plug-in', '--no-cache'];
  const where = ['--logs', logs, '--out', join(folder, name), '--browser-sessions', '0', '--populations', '1'];
  const output = captureOutput();
  try {
    await commandOf(experiment).parseAsync([...where, ...models, '--alpha', '0.1', '--beta', '0.2', ...more], {
      from: 'user',
    });
  } finally {
    output.end();
  }
  const figures = figuresSchema.parse(JSON.parse(readFileSync(join(folder, name, 'figures.json'), 'utf8')));
  const rows = (id: string) => figures.tables.find((table) => table.id === id)?.rows.map(({ cells }) => cells) ?? [];
  return { figures, rows, printed: output.text() };
}

/** What the stored episodes of an arm came to: by session, whether nothing wrong was done, repeat by repeat. */
function storedOutcomes(name: string, arm: string): ReadonlyMap<string, boolean[]> {
  const traces = openTraces(join(folder, name));
  const found = new Map<string, boolean[]>();
  for (const { about, trace } of traces.find())
    if (about.arm === arm) found.set(trace.session, [...(found.get(trace.session) ?? []), trace.divergedAt === null]);
  traces.close();
  return found;
}

/** Share of all choices of `k` repeats of a session that pass, over sessions: by counting. */
function bruteForce(outcomes: ReadonlyMap<string, boolean[]>, k: number): number {
  const shares = [...outcomes.values()].map((all) => {
    const chosen = Array.from({ length: 2 ** all.length }, (_, mask) => all.filter((_, at) => (mask >> at) % 2 === 1));
    const ofK = chosen.filter(({ length }) => length === k);
    return ofK.filter((some) => some.every(Boolean)).length / ofK.length;
  });
  return shares.reduce((sum, one) => sum + one) / shares.length;
}

describe('a replay with repeats', () => {
  it('of a policy that answers the same each time says so, and leaves all other figures byte for byte as they are', async () => {
    const once = await replay('once', 'markov');
    const often = await replay('often', 'markov', '--repeat', String(REPEATS));
    expect(often.figures.findings[0]).toMatch(/^All 4 repeats are equal in each of \d+ sessions/);
    const others = often.figures.tables.filter(({ id }) => !['reliability', 'flaky'].includes(id));
    expect(JSON.stringify(others)).toBe(JSON.stringify(once.figures.tables));
    expect(JSON.stringify(often.figures.plots)).toBe(JSON.stringify(once.figures.plots));
    expect(often.figures.findings.slice(1)).toEqual(once.figures.findings);
    for (const row of often.rows('reliability')) {
      const { estimate, low, high } = (once.rows('cells').find(({ cell }) => cell === row.cell)!
        .sessions_with_wrong_chosen ?? {}) as { estimate: number; low: number; high: number };
      for (const k of [1, 2, 3, 4]) {
        const passed = row[`pass_${k}`] as { estimate: number; low: number; high: number };
        expect(passed.estimate).toBeCloseTo(1 - estimate, 12);
        expect(passed.low).toBeCloseTo(1 - high, 9);
        expect(passed.high).toBeCloseTo(1 - low, 9);
      }
      expect(row).toMatchObject({ flaky: { estimate: 0 }, differing: { estimate: 0 } });
    }
    expect(often.rows('flaky')).toEqual([]);
    // What a nightly judges is the same, too: repeats add no evidence.
    const [kept, own] = ['once', 'often'].map((name) => baselineOf(join(folder, name), [wrongChosen]).cells);
    expect(own!.map(({ sums }) => sums)).toEqual(kept!.map(({ sums }) => sums));
    expect(own!.map(({ episodes }) => episodes.length)).toEqual(kept!.map(({ episodes }) => episodes.length));
  }, 60_000);

  it('of one that does not finds which sessions flake, and pass^k is what counting all choices gives', async () => {
    const { figures, rows, printed } = await replay('dice', 'dice', '--repeat', String(REPEATS));
    const outcomes = storedOutcomes('dice', 'selective');
    for (const all of outcomes.values()) expect(all).toHaveLength(REPEATS);
    for (const all of storedOutcomes('dice', 'human-only').values()) expect(all).toHaveLength(1);
    const row = rows('reliability').find(({ cell }) => String(cell).startsWith('selective'))!;
    for (const k of [1, 2, 3, 4])
      expect(row[`pass_${k}`]).toMatchObject({
        estimate: expect.closeTo(bruteForce(outcomes, k), 12),
        of: outcomes.size,
      });
    const flaky = [...outcomes].filter(([, all]) => new Set(all).size > 1).map(([id]) => id);
    expect(flaky.length).toBeGreaterThan(2);
    expect(row.flaky).toMatchObject({ estimate: flaky.length / outcomes.size });
    const named = rows('flaky').filter(({ cell }) => cell === row.cell);
    expect(named.map(({ session }) => session)).toEqual(flaky.toSorted());
    for (const { session, passed, repeats } of named)
      expect([passed, repeats]).toEqual([outcomes.get(String(session))!.filter(Boolean).length, REPEATS]);
    // The mean over repeats stands in all figures.
    const own = rows('cells').find(({ cell }) => cell === row.cell)!;
    expect(own.sessions).toBe(outcomes.size);
    expect(own.sessions_with_wrong_chosen).toMatchObject({ estimate: expect.closeTo(1 - bruteForce(outcomes, 1), 12) });
    expect(figures.findings.join(' ')).toContain(`${flaky.length} of ${outcomes.size} sessions are flaky`);
    expect(printed).toContain('How alike 4 repeats of each session are');
  }, 60_000);

  it('goes on where it was broken off, with what was played as it was', async () => {
    const stopped = replay('stopped', 'dice', '--repeat', '2', '--max-failures', '1', '--timeout', '1e-6');
    await expect(stopped).rejects.toThrow(/--max-failures 1/);
    await replay('stopped', 'dice', '--repeat', '2');
    for (const all of storedOutcomes('stopped', 'copilot').values()) expect(all).toHaveLength(2);
    await expect(replay('stopped', 'dice')).rejects.toThrow(/repeat: 2 there/);
  }, 60_000);
});
