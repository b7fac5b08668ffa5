import { beforeAll, describe, expect, it } from 'vitest';
import { experiment } from '../../experiments/fit-preset/index.ts';
import { tableLaws } from './general-laws.ts';
import {
  COUNTED,
  cellNamed,
  estimateIn,
  expectShown,
  expectSpread,
  type PlayedCell,
  playedCells,
  ran,
  savedOf,
} from './recount.ts';
import { type Cells, type SmallRun, smallRun } from './small-runs.ts';

let run: SmallRun;
let cells: PlayedCell[];
beforeAll(async () => {
  run = await smallRun(experiment);
  cells = playedCells(run);
});

const SEEDS = ['1', '1-p2'];
const playOf = ({ mix, point }: Cells, seed: string, how = '') => `population ${seed}, mix ${mix}, ${point}${how}`;
const runsOf = (row: Cells, arm: Cells[string] | undefined, seed: string) =>
  cellNamed(cells, String(arm), playOf(row, seed)).runs;

/** What the arm of a row comes to in the population of that seed. */
function counted(row: Cells, seed: string) {
  const { arm } = row;
  const runs = runsOf(row, arm, seed);
  /** By how much active time falls where something takes no time, which some arms do not do. */
  const part = (how: string) => {
    const without = cells.find((one) => one.cell === arm && one.play === playOf(row, seed, how));
    return without ? COUNTED.activeMs(runs) - COUNTED.activeMs(without.runs) : 0;
  };
  return {
    automated: COUNTED.sessionsAutomated(runs),
    active_ms: COUNTED.activeMs(runs),
    review_ms: part(', no time to review'),
    catch_up_ms: part(', no time to catch up'),
    against: -savedOf(runsOf(row, 'selective', seed), runs)!,
    goal: COUNTED.goalReached(runs),
  };
}

describe('fit-preset', () => {
  tableLaws(() => run, { apart: [['calibration', 'populations']] });

  it('every population shows its own arms, counted from their episodes', () => {
    for (const row of run.rows('populations')) {
      const { against, ...others } = counted(row, SEEDS[Number(row.population) - 1]!);
      const apart = row.arm !== 'selective' && row.arm !== 'confirmed-close';
      expectShown(row, { ...others, ...(apart && { against }) }, `${row.arm}, population ${row.population}`);
    }
    expect(run.rows('populations')).toHaveLength(2 * 6);
    const shown = run.rows('populations').filter(({ arm }) => arm !== 'confirmed-close');
    expect(new Set(shown.map(({ active_ms }) => JSON.stringify(active_ms))).size).toBeGreaterThan(7);
  });

  it('what reading takes is some of the time of those arms that read, and of no other', () => {
    for (const row of run.rows('populations')) {
      const [review, catchUp] = [Number(row.review_ms), Number(row.catch_up_ms)];
      expect(review + catchUp).toBeLessThan(estimateIn(row.active_ms)!);
      if (row.arm === 'human-only') expectShown(row, { review_ms: 0, catch_up_ms: 0 }, 'human-only');
      if (row.arm === 'copilot') expect(review).toBeGreaterThan(catchUp);
      if (row.arm === 'selective') expect(Math.min(review, catchUp)).toBeGreaterThan(0);
    }
  });

  it('a chatbot goes on alone as long as it is as sure as its arm says', () => {
    const chatbots = cells.filter(({ cell }) => cell.startsWith('chatbot'));
    const leastOf = chatbots.map(({ cell, runs }) => {
      const sure = runs.flatMap(({ steps }) => steps.flatMap((one) => (ran(one) ? (one.confidence ?? []) : [])));
      const below = Number(/below ([\d.]+)/.exec(cell)?.[1]);
      for (const confidence of sure) expect(confidence, cell).toBeGreaterThanOrEqual(below);
      return { below, least: Math.min(...sure) };
    });
    // The less sure one does more alone.
    expect(leastOf.some(({ below, least }) => below < 0.4 && least < 0.4)).toBe(true);
  });

  it('over populations stand their median, least and most, in the row that is called so', () => {
    const rows = run.rows('calibration');
    for (const row of rows) {
      const [which] = String(row.population).split(' ');
      const each = SEEDS.map((seed) => counted(row, seed));
      for (const id of ['automated', 'active_ms', 'review_ms', 'catch_up_ms', 'goal', 'against'] as const) {
        if (id === 'against' && (row.arm === 'selective' || row.arm === 'confirmed-close')) continue;
        const values = each.map((one) => one[id]);
        const [least, most] = [Math.min(...values), Math.max(...values)];
        const value = which === 'least' ? least : which === 'most' ? most : (least + most) / 2;
        expectShown(row, { [id]: value }, `${row.arm}, ${row.population}`);
      }
    }
  });

  it('the spread is that of the selective arm, beside operators alone', () => {
    const [row] = run.rows('spread');
    const own = SEEDS.map((seed) => counted({ ...row!, arm: 'selective' }, seed));
    const alone = SEEDS.map((seed) => counted({ ...row!, arm: 'human-only' }, seed));
    const automated = own.map((one) => one.automated);
    expectSpread(
      { estimate: estimateIn(row!.median), low: row!.least as number, high: row!.most as number },
      automated,
      'spread',
    );
    const middle = (values: readonly number[]) => (values[0]! + values[1]!) / 2;
    const [reached, near] = [(one: number) => one >= 0.45, (one: number) => Math.abs(one - 0.45) <= 0.05 + 1e-9];
    expectShown(
      row!,
      {
        populations: 2,
        saved: middle(alone.map(({ against }) => against)),
        goals: middle(own.map(({ goal }, at) => goal - alone[at]!.goal)),
        reached: automated.filter(reached).length / 2,
        near: automated.filter(near).length / 2,
      },
      'spread',
    );
    expect(run.figures.findings[1]).toContain(`45\u202f% or more in ${automated.filter(reached).length} of 2`);
  });
});
