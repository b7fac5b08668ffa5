import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAPER_PRESET } from '../../../fixtures/generator/paper-preset.ts';
import type { OpenBench } from '../../bench/closed-loop/open-closed-bench.ts';
import { openTestBench } from '../../bench/closed-loop/test-bench.ts';
import { calibrationTables } from './calibration-tables.ts';
import { type CalibrationRow, playPreset } from './play-preset.ts';
import { presetSpreadTable, spreadFindings, spreadPlots } from './spread.ts';

const POINT = { settled: 0.8, beta: 0.3 };
const { handsOverBelow } = PAPER_PRESET;

const rowsOf = (arms: Awaited<ReturnType<typeof playPreset>>, population = 1) =>
  arms.map((arm): CalibrationRow => ({ ...arm, mix: 'preset', population }));

let open: OpenBench;
let rows: CalibrationRow[];

beforeAll(async () => {
  open = await openTestBench(300, { train: 0.4, feedback: 0.3, calibration: 0.15, evaluation: 0.15 });
  rows = rowsOf(await playPreset(open, { ...POINT, handsOver: [0, handsOverBelow, 1] }, open.parts.evaluation));
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
    const few = rowsOf(await playPreset(open, { ...POINT, handsOver: null }, open.parts.evaluation));
    expect(few.map(({ arm }) => arm)).toEqual(['human-only', 'selective']);
    expect(rowOf('selective', few)).toEqual({ ...rowOf('selective'), reviewMs: null, catchUpMs: null });
  });
});

describe('the tables', () => {
  it('tell median and range over populations, arm by arm, and keep every population', () => {
    const other = rows.map((row) => ({ ...row, population: 2, catchUpMs: (row.catchUpMs ?? 0) + 2000 }));
    const [over, every] = calibrationTables([...rows, ...other]);
    expect(every?.rows).toHaveLength(2 * rows.length);
    expect(over?.rows.filter(({ kind }) => kind === 'measured')).toHaveLength(3 * rows.length);
    const human = over?.rows.find(({ cells }) => cells.arm === 'human-only');
    const { estimate } = rowOf('human-only').activeMs;
    expect(human?.cells).toMatchObject({
      population: 'median of 2',
      catch_up_ms: 1000,
      active_ms: { estimate, low: null, high: null },
    });
    expect(over?.rows.some(({ kind }) => kind === 'published')).toBe(true);
  });

  it('tell a mean from twelve populations on', () => {
    const twelve = Array.from({ length: 12 }, (_, at) => rows.map((row) => ({ ...row, population: at + 1 }))).flat();
    const means = (some: readonly CalibrationRow[]) =>
      calibrationTables(some)[0]?.rows.filter(({ cells }) => `${cells.population}`.startsWith('mean')).length;
    expect(means(twelve)).toBe(rows.length);
    expect(means(twelve.filter(({ population }) => population < 12))).toBe(0);
  });
});

describe('the spread over populations', () => {
  const shares = [0.1, 0.39, 0.4, 0.45, 0.46, 0.5, 0.51, 0.9];
  const spreadRows = () =>
    shares.flatMap((share, at) =>
      rows
        .filter(({ arm }) => arm === 'selective' || arm === 'human-only')
        .map((row) => ({
          ...row,
          population: at + 1,
          automated: { ...row.automated, estimate: row.arm === 'selective' ? share : 0 },
          goal: { ...row.goal, estimate: row.arm === 'selective' ? 0.9 : 0.98 },
        })),
    );

  it('is median, quartiles and range of selective automation, and how often the published share comes out', () => {
    const spread = spreadRows();
    const [row] = presetSpreadTable(spread).rows;
    expect(row?.cells).toMatchObject({
      mix: 'preset',
      populations: 8,
      median: { low: 0.1, high: 0.9 },
      lower: 0.3975,
      upper: 0.5025,
      least: 0.1,
      most: 0.9,
      reached: { estimate: 5 / 8 },
      near: { estimate: 4 / 8 },
    });
    expect(row?.cells.median).toHaveProperty('estimate', expect.closeTo(0.455, 12));
    expect(row?.cells.goals).toHaveProperty('estimate', expect.closeTo(-0.08, 12));
    const [what, found] = spreadFindings(spread, 'team');
    expect(what).toMatch(/^Only the operators’ team differs .* Played: 8 populations/);
    expect(found).toMatch(/45\u202f% or more in 5 of 8, within 5 points of it in 4\.$/);
    expect(spreadPlots(spread)[0]?.curves[0]?.points.at(-1)).toEqual({ x: 0.9, y: 1 });
  });

  it('tells mixes apart', () => {
    const mixed = [...spreadRows(), ...spreadRows().map((row) => ({ ...row, mix: 'equal' }))];
    expect(presetSpreadTable(mixed).rows.map(({ cells }) => [cells.mix, cells.populations])).toEqual([
      ['preset', 8],
      ['equal', 8],
    ]);
    expect(spreadFindings(mixed, 'all')).toHaveLength(4);
  });
});
