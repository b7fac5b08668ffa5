import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TraceStep } from '../../contract/trace.ts';
import { experiment } from '../../experiments/propagation/index.ts';
import { sumOf } from '../../shared/numbers.ts';
import { tableLaws } from './general-laws.ts';
import {
  COUNTED,
  cellNamed,
  estimateIn,
  expectSaid,
  expectShown,
  inWords,
  type PlayedCell,
  playedCells,
  ran,
  stepShare,
  wrong,
} from './recount.ts';
import { errorFigures, isFirst, type Pair, pairsOf } from './recount-twins.ts';
import { type Cells, type SmallRun, smallRun } from './small-runs.ts';

let run: SmallRun;
let cells: PlayedCell[];
beforeAll(async () => {
  run = await smallRun(experiment);
  cells = playedCells(run);
});

/** What happened in sessions, counted from them. */
function sessionFigures({ runs }: PlayedCell, pairs: readonly Pair[]): Readonly<Record<string, number | null>> {
  const firsts = pairs.filter(isFirst);
  const errors = runs.flatMap(({ steps }) => steps.filter(wrong));
  const repairs = runs.flatMap(({ steps }) =>
    steps.flatMap(({ index, closed }) => closed!.repaired.map((error) => ({ error, after: index - error }))),
  );
  const right = (steps: readonly TraceStep[]) => {
    const own = steps.filter(ran);
    return own.length === 0 ? null : own.filter((step) => !wrong(step)).length / own.length;
  };
  return {
    sessions: runs.length,
    errors: errors.length,
    automated: COUNTED.sessionsAutomated(runs),
    errorsPerSession: COUNTED.errors(runs),
    withError: COUNTED.withError(runs),
    goalMissed: COUNTED.goalMissed(runs),
    leak: COUNTED.leak(runs),
    ungated: stepShare(
      runs,
      (step) => ran(step) && wrong(step),
      ({ critical }) => !critical,
    ),
    rightBefore: right(runs.flatMap(({ steps, divergedAt }) => steps.slice(0, (divergedAt ?? steps.length) + 1))),
    rightAfter: right(firsts.flatMap(({ run: own, at }) => own.steps.slice(at + 1))),
    rightInstead: right(firsts.flatMap(({ twin, at }) => twin.steps.slice(at + 1))),
    repaired: errors.length === 0 ? null : repairs.length / errors.length,
    delay: repairs.length === 0 ? null : sumOf(repairs, (one) => one.after) / repairs.length,
  };
}

const PLAY = 'population 1';
const cellOf = ({ operators, world, setting }: Cells) => cellNamed(cells, `${setting}, ${operators}, ${world}`, PLAY);
const rowOf = (setting: string, operators = 'paper', world = 'calm') =>
  run
    .rows('settings')
    .find((row) => row.setting === setting && row.operators === operators && row.world === world) as Cells;

/** The gate at the target that was asked for; it may have come out like another one, and is then named with it. */
const gateRow = (world: string) =>
  run
    .rows('settings')
    .find(
      (row) => row.operators === 'paper' && row.world === world && /^gate .*0\.42/.test(String(row.setting)),
    ) as Cells;

describe('propagation', () => {
  tableLaws(() => run, {
    untabled: /^Telling the gate/,
    apart: [
      ['fates', 'causes'],
      ['fates', 'places'],
    ],
  });

  it('every figure of a setting is counted from its sessions and the twins of their errors', () => {
    expect(run.rows('settings').length).toBeGreaterThan(20);
    for (const row of run.rows('settings')) {
      const cell = cellOf(row);
      const pairs = pairsOf(cell);
      const where = `${row.setting}, ${row.operators}, ${row.world}`;
      expectShown(row, { ...sessionFigures(cell, pairs), ...errorFigures(pairs) }, where);
    }
  });

  it('of R and of R of first errors the two parts make the whole, and shares lie apart', () => {
    for (const row of run.rows('settings')) {
      const of = (id: string) => estimateIn(row[id]) ?? 0;
      expect(of('seeming') + of('fresh')).toBeCloseTo(of('r'), 8);
      expect(of('seemingFirst') + of('freshFirst')).toBeCloseTo(of('rFirst'), 8);
      expect(of('withError')).toBeLessThanOrEqual(Math.min(1, of('errorsPerSession')) + 1e-9);
    }
    const shown = run.rows('settings').map(({ r, rFirst, leak }) => JSON.stringify([r, rFirst, leak]));
    expect(new Set(shown).size).toBeGreaterThan(12);
  });

  it('without noise operators err nowhere, and without a gate all runs by itself', () => {
    for (const row of run.rows('settings')) {
      if (row.operators === 'clean' && ['human-only', 'copilot', 'oracle gate'].includes(String(row.setting)))
        expectShown(row, { errors: 0, twins: 0, ...(row.world === 'calm' && { goalMissed: 0 }) }, String(row.setting));
      if (row.setting === 'no gate') expectShown(row, { leak: 1, automated: 1 }, 'no gate');
      if (row.setting === 'human-only') expectShown(row, { automated: 0, leak: null }, 'human-only');
      if (row.setting === 'copilot') expectShown(row, { automated: 0, rightBefore: null }, 'copilot');
    }
  });

  it('what a correction changes is the corrected gate less the one beside it', () => {
    for (const row of run.rows('corrections')) {
      const [corrected, gate] = ['corrected', 'gate'].map((name) =>
        rowOf(`${name} ${row.target}`, String(row.operators), String(row.world)),
      );
      if (!corrected || !gate || row.automated === null) continue;
      const less = (id: string) => (estimateIn(corrected[id]) ?? Number.NaN) - (estimateIn(gate[id]) ?? Number.NaN);
      const expected = ['automated', 'leak', 'r', 'rFirst'].map((id) => [id, less(id)]);
      expectShown(
        row,
        { ...Object.fromEntries(expected), goalReached: -less('goalMissed') },
        `corrected ${row.target}`,
      );
    }
  });

  it.each(['causes', 'places', 'fates', 'kinds'])('%s: the shares of each group of settings make the whole', (id) => {
    const groups = new Set(run.rows(id).map(({ of }) => of));
    expect(groups.size).toBeGreaterThan(0);
    for (const of of groups) {
      const rows = run.rows(id).filter((row) => row.of === of);
      const sum = sumOf(rows, ({ share }) => estimateIn(share) ?? 0);
      if (id === 'kinds') expect(sum, String(of)).toBeLessThanOrEqual(1 + 1e-9);
      else expect(sum, String(of)).toBeCloseTo(1, 8);
      for (const row of rows)
        if (id === 'fates')
          expect((estimateIn(row.seeming) ?? 0) + (estimateIn(row.fresh) ?? 0)).toBeCloseTo(estimateIn(row.r) ?? 0, 8);
    }
  });

  it('errors by cause are those of copilot and gates at the point, each with its own twins', () => {
    const own = cells.filter(
      ({ cell, play }) => play === PLAY && /^(copilot|gate|corrected)\b.*, paper, calm$/.test(cell),
    );
    const errors = own.flatMap(({ runs }) => runs.flatMap(({ steps }) => steps.filter(wrong)));
    const pairs = own.flatMap(pairsOf);
    const rows = run.rows('causes').filter(({ of }) => of === 'paper, calm');
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) {
      const caused = pairs.filter((pair) => pair.run.steps[pair.at]!.closed!.cause === row.name);
      const { twins, r, rFirst, goalLost } = errorFigures(caused);
      const share = errors.filter(({ closed }) => closed!.cause === row.name).length / errors.length;
      expectShown(row, { share, twins: twins!, r: r!, rFirst: rFirst!, goalLost: goalLost! }, `cause ${row.name}`);
    }
  });

  it('findings and notes tell the settings that they name', () => {
    const { findings, notes } = run.figures;
    const [copilot, gate] = [rowOf('copilot'), gateRow('calm')];
    const told = (row: Cells) => `${inWords('score', row.rFirst)} further ones`;
    const missed = (row: Cells) => `where ${inWords('share', row.goalMissed)} of cases miss their goal`;
    expectSaid(
      findings,
      `brings ${told(copilot)} with a copilot, ${missed(copilot)}, and ${told(gate)} with the gate at 0.42, ${missed(gate)}`,
    );
    for (const world of ['calm', 'lively'])
      for (const row of [rowOf('copilot', 'paper', world), gateRow(world)])
        expectSaid(
          notes,
          `${inWords('score', row.errorsPerSession)} errors a session, R of first errors ${inWords('score', row.rFirst)}`,
        );
    for (const row of run
      .rows('safe-automation')
      .filter(
        (one) =>
          one.gates === 'at their word' && one.setting === 'none' && /^(clean|paper)$/.test(String(one.operators)),
      ))
      expectSaid(
        findings,
        `${row.operators}, ${row.world} none (at best ${(100 * Number(row.least)).toFixed(1)} % may miss`,
      );
  });

  it('the control is of twins in which the usual right action took the place of another right one', () => {
    const { runs } = cellNamed(cells, 'copilot, paper, calm', PLAY);
    const { twins } = cellNamed(cells, 'copilot, paper, calm', `${PLAY}, control twins`);
    const pairs = twins.map((twin) => {
      const own = runs.find(({ session }) => session === twin.session)!;
      return { run: own, twin, at: twin.forced!.step, weight: 1 };
    });
    const other = pairs.filter(({ run: { steps }, at }) => !isDeepStrictEqual(steps[at]!.chosen, steps[at]!.reference));
    const { r, goalLost } = errorFigures(other);
    expectShown(run.rows('control')[0]!, { twins: other.length, r: r!, goalLost: goalLost! }, 'control');
    const same = pairs.filter((pair) => !other.includes(pair));
    // None is from beyond the first step at which another right action was taken: long cases would be chosen too often.
    for (const { run: own, at } of pairs) {
      const free = own.steps.findIndex(({ chosen, reference }) => !isDeepStrictEqual(chosen, reference));
      const { divergedAt } = own;
      expect(at).toBeLessThan(divergedAt ?? own.steps.length);
      if (free >= 0 && (divergedAt === null || free < divergedAt)) expect(at).toBeLessThanOrEqual(free);
    }
    const strayed = same.filter((one) => !isDeepStrictEqual(one.run.outcome, one.twin.outcome)).length;
    expect(strayed).toBe(0);
    expect(run.table('control').caption).toContain(`${same.length} twins with the same action forced: 0 differ`);
  });

  it('plots of cascades go through what the table shows so many steps later', () => {
    const rows = run.rows('cascade');
    for (const [plot, column] of [
      ['further-by-setting', 'further'],
      ['contaminated-by-setting', 'contaminated'],
    ] as const)
      for (const { label, points } of run.figures.plots.find(({ id }) => id === plot)!.curves) {
        const own = rows.filter(({ group }) => group === label);
        expect(own.length, label).toBeGreaterThan(3);
        for (const row of own) {
          const point = points.find(({ x }) => x === row.steps);
          if (point) expect(point.y, `${label}, ${row.steps}`).toBeCloseTo(estimateIn(row[column])!, 8);
        }
      }
  });
});
