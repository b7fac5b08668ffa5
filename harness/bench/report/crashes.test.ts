import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createCellAccumulator } from '../../../reports/results/cell-accumulator.ts';
import type { CellSums } from '../../../reports/results/pool-cells.ts';
import type { Arm } from '../../contract/scenario.ts';
import type { Trace } from '../../contract/trace.ts';
import { readRun } from '../../runner/open-run.ts';
import { BegunRun } from '../begin-run.ts';
import { cellFigures, SETTLE_METRICS } from '../closed-loop/cell-figures.ts';
import { playCells } from '../closed-loop/closed-bench.ts';
import type { OpenBench } from '../closed-loop/open-closed-bench.ts';
import { PAPER_OPERATORS } from '../closed-loop/paper-operators.ts';
import { openTestBench } from '../closed-loop/test-bench.ts';
import { crashingDesks } from '../closed-loop/test-crashes.ts';
import { embeddedDataset } from '../data/embedded-dataset.ts';
import { crashesOf } from './crashes.ts';
import { finishFigures } from './report-figures.ts';

const printed = vi.hoisted(() => vi.fn());
vi.mock('../../runner/output.ts', async (original) => ({ ...(await original<object>()), printPainted: printed }));

let open: OpenBench;
let ids: readonly string[];
beforeAll(async () => {
  open = await openTestBench(160, { train: 0.4, feedback: 0.1, calibration: 0.1, evaluation: 0.4 });
  ids = open.parts.evaluation.map(({ id }) => id);
}, 60_000);
afterAll(() => open?.close());

/** One arm over the evaluation sessions, in which the desk fails at some places. */
async function play(arm: Arm, crashed: readonly number[] = []) {
  const lost = new Set(crashed.map((at) => ids[at]!));
  const desks = crashingDesks(open.bench.desks, lost);
  const cell = { id: arm, arm, loop: 'closed', noise: PAPER_OPERATORS } as const;
  const traces: Trace[] = [];
  const sums = await playCells(
    { ...open.bench, desks },
    [{ cell, deployment: null }],
    open.parts.evaluation,
    SETTLE_METRICS,
    (trace) => traces.push(trace),
  );
  return { sums: sums.get(arm)!, traces };
}

/** What an arm comes to over some of its sessions alone. */
function only(traces: readonly Trace[], kept: ReadonlySet<string>): CellSums {
  const sums = createCellAccumulator(SETTLE_METRICS);
  for (const trace of traces) if (kept.has(trace.session)) sums.add(trace);
  return sums;
}

const TWELVE = [0, 3, 7, 11, 12, 20, 21, 22, 30, 31, 40, 41];

describe('crashed episodes', () => {
  it.each([
    { name: 'the same twelve in every arm', human: TWELVE, copilot: TWELVE },
    { name: 'more in one arm', human: TWELVE, copilot: [1] },
    { name: 'as many in each, but others', human: TWELVE, copilot: TWELVE.map((at) => at + 1) },
  ])('are left out of both arms: $name', async ({ human, copilot }) => {
    const [base, arm] = [await play('human-only', human), await play('copilot', copilot)];
    const lost = new Set([...human, ...copilot].map((at) => ids[at]!));
    const kept = new Set(ids.filter((id) => !lost.has(id)));
    const found = cellFigures(arm.sums, base.sums);
    const expected = cellFigures(only(arm.traces, kept), only(base.traces, kept));
    expect(found.saved).toEqual(expected.saved);
    expect({ ...found.goalChange, unpaired: 0 }).toEqual(expected.goalChange);
    expect(found.goalChange.unpaired).toBe(ids.length - human.length + (ids.length - copilot.length) - 2 * kept.size);
    expect(arm.sums.crashed()).toEqual(copilot.map((at) => ids[at]!).sort());
  });

  it('are counted, named, and bounded by what they could have come to', async () => {
    const [whole, part] = [await play('copilot'), await play('copilot', TWELVE)];
    expect(crashesOf('copilot', whole.sums, SETTLE_METRICS)).toEqual([]);
    const [crashes] = crashesOf('copilot', part.sums, SETTLE_METRICS);
    expect(crashes).toMatchObject({ where: 'copilot', requested: ids.length, sessions: TWELVE.map((at) => ids[at]!) });
    const goal = crashes!.bounds.get('goal_reached')!;
    const all = whole.sums.sums('goal_reached').numerators;
    const truth = Array.from(all).reduce((sum, value) => sum + value, 0) / ids.length;
    expect(goal.high! - goal.low!).toBeCloseTo(12 / ids.length, 12);
    expect(goal.low).toBeLessThanOrEqual(truth);
    expect(goal.high).toBeGreaterThanOrEqual(truth);
  });

  it('make the run incomplete: it says so, names them in a table, and ends with exit code 3', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskbench-crashes-'));
    try {
      const { sums } = await play('copilot', TWELVE);
      const loaded = { dataset: embeddedDataset(1), source: 'test', importer: 'test', notes: [] };
      const nothing = {
        loaded,
        seed: '1',
        question: 'Q?',
        split: '',
        findings: [],
        notes: [],
        tables: [],
        plots: [],
      };
      const run = new BegunRun({ experiment: 'goals', out: join(folder, 'run'), settings: {}, seed: '1' });
      const crashes = crashesOf('copilot', sums, SETTLE_METRICS);
      const figures = await finishFigures(run, { ...nothing, crashes });
      expect(process.exitCode).toBe(3);
      expect(figures.complete).toBe(false);
      expect(figures.findings[0]).toContain(`12 of ${ids.length} in copilot`);
      const csv = readFileSync(join(folder, 'run', 'crashed.csv'), 'utf8');
      for (const at of TWELVE) expect(csv).toContain(ids[at]!);
      expect(printed.mock.calls.join('\n')).toMatch(/INCOMPLETE.*crashed/is);
      expect(readRun(join(folder, 'run')).finished, 'what crashed can be played again').toBe(false);
    } finally {
      process.exitCode = 0;
      rmSync(folder, { recursive: true });
    }
  });
});
