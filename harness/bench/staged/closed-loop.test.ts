import { describe, expect, it } from 'vitest';
import { metric as criticCoverage } from '../../../reports/metrics/critic-coverage.ts';
import { metric as goalReached } from '../../../reports/metrics/goal-reached.ts';
import { closedTrace, pairOf } from '../../../reports/propagation/test-pairs.ts';
import { createCellAccumulator } from '../../../reports/results/cell-accumulator.ts';
import type { Trace } from '../../contract/trace.ts';
import type { TwinPair } from '../../contract/twin.ts';
import { buildResults } from './build-results.ts';
import type { CellInput } from './cells.ts';
import { stagedFigures } from './staged-figures.ts';
import { METRICS, runOf } from './testing/runs.ts';

const metrics = [...METRICS, criticCoverage, goalReached];
const SESSIONS = 60;

/** Every third case goes wrong, for good, and with two further errors. */
const goesWrong = (at: number) => at % 3 === 0;
const WRONG = 'a b! c! d!';

function cases(wrong: (at: number) => boolean): Trace[] {
  return Array.from({ length: SESSIONS }, (_, at) => {
    const path = wrong(at) ? WRONG : 'a b c d';
    return closedTrace(path, { goalReached: !wrong(at) }, { session: `session-${at}` });
  });
}

function cellOf(
  arm: CellInput['arm'],
  traces: readonly Trace[],
  alpha = '0',
  threshold: number | null = 0.5,
): CellInput {
  const accumulator = createCellAccumulator(metrics);
  for (const trace of traces) accumulator.add(trace);
  const gate = { name: 'plug-in', threshold, reason: 'found', targetPrecision: 0.9 };
  const noise = { alpha, beta: '0', slip: '0' };
  const id = `${arm} closed-loop ${alpha}`;
  return { id, arm, loop: 'closed', noise, driver: 'in-process', gate: arm === 'selective' ? gate : null, accumulator };
}

/** Twins that err no more once the first error is done right; of the last error nothing follows. */
function twins(): TwinPair[] {
  return cases(goesWrong)
    .filter((_, at) => goesWrong(at))
    .flatMap((run) => [
      pairOf(run, closedTrace('a b c d', {}, { session: run.session })),
      pairOf(run, closedTrace('a b! c! d', {}, { session: run.session }), { error: 3 }),
    ])
    .map((pair) => ({ ...pair, run: { ...pair.run, divergedAt: 1 } }));
}

const NO_TWINS: ReadonlyMap<string, readonly TwinPair[]> = new Map();

function build(cells: readonly CellInput[], pairs = NO_TWINS, open: readonly CellInput[] = []) {
  const split = { feedback: 10, calibration: 10, evaluation: SESSIONS };
  const closedLoop = { split, refused: [], cells, twins: pairs };
  return buildResults({ ...runOf(open), metrics, closedLoop });
}

const ALONE = cellOf(
  'human-only',
  cases(() => false),
);
const SELECTIVE = cellOf('selective', cases(goesWrong));

describe('the closed loop of a run', () => {
  it('compares goals with human-only, case by case', () => {
    const { closedLoop } = build([ALONE, SELECTIVE]);
    const found = closedLoop!.comparisons.find(({ metric }) => metric === 'goal_reached');
    expect(found).toMatchObject({ cell: SELECTIVE.id, baseline: ALONE.id, verdict: 'worse' });
    expect(found!.estimate).toBeCloseTo(-1 / 3);
  });

  it('counts what follows from errors, and from first errors by themselves', () => {
    const { closedLoop } = build([ALONE, SELECTIVE], new Map([[SELECTIVE.id, twins()]]));
    const [one] = closedLoop!.propagation;
    expect(closedLoop!.propagation).toHaveLength(1);
    expect(one).toMatchObject({
      cell: SELECTIVE.id,
      all: { estimate: 1, errors: 40, of: 20 },
      first: { estimate: 2, errors: 20, of: 20 },
      parts: { seeming: { estimate: 0 }, fresh: { estimate: 2 }, harmless: { estimate: 0, errors: 20 } },
    });
  });

  const findings = (cells: readonly CellInput[], pairs = NO_TWINS) => stagedFigures(build(cells, pairs)).findings;

  it('comes first in the findings, and says what ran, what became of cases and what the gate promised', () => {
    const found = findings([ALONE, SELECTIVE], new Map([[SELECTIVE.id, twins()]]));
    expect(found).toHaveLength(3);
    expect(found[0]).toMatch(
      /^Without noise, 100(\.0)?\u202f% \[.*\] of cases run without an operator, and 33\u202fpp \[.*\] fewer cases end well than with operators alone\.$/,
    );
    expect(found[1]).toMatch(
      /^Without noise, the gate is set to run what operators accept 90\.0\u202f% of the time\. It ran 100(\.0)?\u202f% \[.*\] of critical suggestions; 75(\.0)?\u202f% \[.*\] of them were right, less than it was set for, in states that its own actions led to\.$/,
    );
    expect(found[2]).toBe(
      'Without noise, the first wrong action of a case led to 2.00 further ones; 0.0\u202f% [0.0, 13.9] of first ones did no harm.',
    );
  });

  it('tells a promise that was kept from what it is worth, and none from its target that its interval does not', () => {
    const promise = (every: number) =>
      findings([
        ALONE,
        cellOf(
          'selective',
          cases((at) => at % every === 0),
        ),
      ])[1];
    expect(promise(20)).toMatch(
      /; 96(\.3)?\u202f% \[.*\] of them were right, (above the target of 90\.0\u202f%|which does not tell)/,
    );
    expect(promise(8)).toMatch(/; 9\d(\.\d)?\u202f% \[.*\] of them were right, which does not tell/);
  });

  it('tells of many levels the first, the last whose gate opens, and where none does', () => {
    const levels = ['0', '0.1', '0.2', '0.3'].flatMap((alpha) => [
      cellOf(
        'human-only',
        cases(() => false),
        alpha,
      ),
      cellOf('selective', cases(goesWrong), alpha, alpha === '0.3' ? null : 0.5),
    ]);
    const [first, last, shut, ...more] = findings(levels);
    expect(first).toMatch(/^Without noise, /);
    expect(last).toMatch(/^At α 0\.2, .* fewer cases end well/);
    expect(shut).toMatch(/^At α 0\.3, the gate stays shut: no threshold shows that operators accept 90\.0\u202f% /);
    expect(more.join(' ')).not.toMatch(/α 0\.[123]/);
  });

  it('says where nothing critical ran', () => {
    const found = findings([ALONE, cellOf('selective', cases(goesWrong), '0', null)]);
    expect(found[1]).toMatch(/^At every noise level, the gate stays shut/);
    expect(found.join(' ')).not.toContain('It ran');
  });

  it('is what tables, cards and plots begin with', () => {
    const { cards, tables, plots } = stagedFigures(build([ALONE, SELECTIVE], new Map([[SELECTIVE.id, twins()]])));
    const [answer, closed] = tables;
    expect(answer?.rows[0]?.cells).toMatchObject({
      automated: { estimate: 1, of: SESSIONS },
      saved: null,
      goal_change: { of: SESSIONS },
    });
    expect(closed?.rows[0]?.cells).toMatchObject({
      r_first: { estimate: 2, of: 20 },
      r_all: { estimate: 1 },
      first_errors: 20,
      all_errors: 40,
      harmless: { estimate: 0 },
    });
    expect(tables.filter(({ terminal }) => terminal).map(({ id }) => id)).toEqual(['answer']);
    expect(cards.map(({ values }) => values)).toHaveLength(4);
    expect(cards[0]?.values).toEqual([{ label: 'at α 0 · β 0 · slip 0', value: answer?.rows[0]?.cells.automated }]);
    expect(plots).toEqual([]);
  });

  it('shows the times of each arm as its own, and what each saves', () => {
    const timed = (arm: CellInput['arm'], activeMs: number) =>
      cellOf(
        arm,
        cases(() => false).map((one, at) => ({
          ...one,
          steps: one.steps.map((step) => ({ ...step, activeMs: activeMs * (1 + ((at % 3) - 1) / 10) })),
        })),
      );
    const cells = [timed('human-only', 10_000), timed('copilot', 8000), timed('selective', 4000)];
    const open = cells.map((cell): CellInput => ({ ...cell, loop: 'open', id: `${cell.arm} open-loop` }));
    const { tables } = stagedFigures(build(cells, NO_TWINS, open));
    const shown = (id: string) => tables.find((table) => table.id === id)?.rows[0]?.cells;
    const times = {
      time_human: { estimate: 40_000 },
      time_copilot: { estimate: 32_000 },
      time_selective: { estimate: 16_000 },
    };
    const saved = (share: number) => ({ estimate: expect.closeTo(share, 6) });
    expect(shown('closed-loop')).toMatchObject({ ...times, saved: saved(0.6) });
    expect(shown('open-loop')).toMatchObject({ ...times, copilot_saves: saved(0.2), selective_saves: saved(0.6) });
  });

  it('shares no cell with the open loop', () => {
    expect(() => build([ALONE], NO_TWINS, [{ ...ALONE, loop: 'open' }])).toThrow(/every cell needs its own id/);
  });
});
