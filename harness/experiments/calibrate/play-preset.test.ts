import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAPER_PRESET } from '../../../fixtures/generator/paper-preset.ts';
import type { OpenBench } from '../closed-loop/open-closed-bench.ts';
import { openTestBench } from '../closed-loop/test-bench.ts';
import { calibrationTables } from './calibration-tables.ts';
import { type CalibrationRow, playPreset } from './play-preset.ts';

const POINT = { settled: 0.8, beta: 0.3 };
const { handsOverBelow } = PAPER_PRESET;

let open: OpenBench;
let rows: CalibrationRow[];

beforeAll(async () => {
  open = await openTestBench(300, { train: 0.4, feedback: 0.3, calibration: 0.15, evaluation: 0.15 });
  rows = await playPreset(open, { ...POINT, handsOver: [0, handsOverBelow, 1] }, open.parts.evaluation);
}, 60_000);
afterAll(() => open?.close());

function rowOf(arm: string, all: readonly CalibrationRow[] = rows): CalibrationRow {
  const found = all.find((row) => row.arm === arm);
  if (!found) throw new Error(`No row ${arm}.`);
  return found;
}

const chatbot = (below: number) => rowOf(`chatbot, hands over below ${below}`);
const seconds = ({ activeMs }: CalibrationRow) => (activeMs.estimate ?? Number.NaN) / 1000;

describe('one point', () => {
  it('reading costs what reads: no suggestion unaided, no automated step where nothing runs', () => {
    expect(rowOf('human-only')).toMatchObject({ reviewMs: 0, catchUpMs: 0 });
    expect(rowOf('copilot').reviewMs).toBeGreaterThan(0);
    expect(rowOf('copilot').catchUpMs).toBe(0);
    expect(rowOf('confirmed-close').catchUpMs).toBeGreaterThan(0);
  });

  it('the surer a chatbot has to be, the more its cases cost; one that is never sure leaves them to people', () => {
    expect(seconds(chatbot(0))).toBeLessThan(seconds(chatbot(1)));
    expect(chatbot(0).automated.estimate).toBeGreaterThan(chatbot(1).automated.estimate ?? 1);
    expect(chatbot(0).goal.estimate).toBeLessThan(chatbot(1).goal.estimate ?? 0);
  });

  it('asks less where only automation is asked for, and comes to the same', async () => {
    const few = await playPreset(open, { ...POINT, handsOver: null }, open.parts.evaluation);
    expect(few.map(({ arm }) => arm)).toEqual(['human-only', 'selective']);
    expect(rowOf('selective', few)).toEqual({ ...rowOf('selective'), reviewMs: null, catchUpMs: null });
  });
});

describe('the tables', () => {
  it('average over seeds, arm by arm, and keep every seed', () => {
    const other = rows.map((row) => ({ ...row, seed: '2', catchUpMs: (row.catchUpMs ?? 0) + 2000 }));
    const [means, seeds] = calibrationTables([...rows, ...other]);
    expect(seeds?.rows).toHaveLength(2 * rows.length);
    expect(means?.rows.filter(({ kind }) => kind === 'measured')).toHaveLength(rows.length);
    const human = means?.rows.find(({ cells }) => cells.arm === 'human-only');
    const { estimate } = rowOf('human-only').activeMs;
    expect(human?.cells).toMatchObject({ seed: 'mean of 2', catch_up_ms: 1000, active_ms: { estimate } });
    expect(means?.rows.some(({ kind }) => kind === 'published')).toBe(true);
  });
});
