import { describe, expect, it } from 'vitest';
import type { Trace } from '../../harness/contract/trace.ts';
import type { TwinPair } from '../../harness/contract/twin.ts';
import { metric as criticCoverage } from '../metrics/critic-coverage.ts';
import { metric as goalReached } from '../metrics/goal-reached.ts';
import { closedTrace, pairOf } from '../propagation/test-pairs.ts';
import { buildResults } from './build-results.ts';
import { createCellAccumulator } from './cell-accumulator.ts';
import type { CellInput } from './cell-input.ts';
import { METRICS, runOf } from './test-runs.ts';

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
  const closedLoop = { split, refused: [], parity: null, cells, twins: pairs };
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
    expect(found!.difference).toBeCloseTo(-1 / 3);
  });

  it('counts what follows from errors, and from first errors by themselves', () => {
    const { closedLoop } = build([ALONE, SELECTIVE], new Map([[SELECTIVE.id, twins()]]));
    const [one] = closedLoop!.propagation;
    expect(closedLoop!.propagation).toHaveLength(1);
    expect(one).toMatchObject({
      cell: SELECTIVE.id,
      all: { estimate: 1, errors: 40, sessions: 20 },
      first: { estimate: 2, errors: 20, sessions: 20 },
      parts: { seeming: { estimate: 0 }, fresh: { estimate: 2 }, harmless: { estimate: 0, errors: 20 } },
    });
  });

  it('comes first in the findings, and says what the gate promised and what became of cases', () => {
    const { findings } = build([ALONE, SELECTIVE], new Map([[SELECTIVE.id, twins()]]));
    expect(findings).toHaveLength(5);
    expect(findings[0]).toMatch(
      /^Closed loop, where what was decided is done: without noise, 100(\.0)?\u202f% \[.*\] of cases ran without an operator\.$/,
    );
    expect(findings[1]).toBe(
      'Closed loop: without noise, 33\u202f% [22, 46] of cases ended wrong (0.0\u202f% [0.0, 4.9] with operators working alone).',
    );
    expect(findings[2]).toBe('Closed loop: without noise, operator time was the same as with operators working alone.');
    expect(findings[3]).toMatch(
      /^Closed loop: without noise, a gate set to run what operators accept 90\.0\u202f% of the time let 100(\.0)?\u202f% \[.*\] of critical suggestions run and was right in only 75(\.0)?\u202f% \[.*\] of them, in the states that its own actions led to\.$/,
    );
    expect(findings[4]).toBe(
      'Closed loop: without noise, the first wrong action of a case led to 2.00 further ones, 0.00 that were right as the case then looked and 2.00 new ones; 0.0\u202f% [0.0, 13.9] of first ones did no harm.',
    );
  });

  it('tells its findings from those of the open loop', () => {
    const open = ['human-only', 'selective'].map((arm): CellInput => {
      const cell = arm === 'selective' ? SELECTIVE : ALONE;
      return { ...cell, id: `${arm} open`, loop: 'open' };
    });
    const { findings } = build([ALONE, SELECTIVE], NO_TWINS, open);
    expect(findings.filter((one) => !one.startsWith('Closed loop'))).toEqual([
      expect.stringMatching(
        /^Open loop, where each step is judged in the state that the log was in: without noise, 100(\.0)?\u202f% \[.*\] of sessions ran without an operator; operator time was .*; [\d.]+\u202f% \[.*\] of critical actions that ran were right, below the target of 90\.0\u202f%\.$/,
      ),
    ]);
  });

  it('tells a promise that was kept from what it is worth', () => {
    const rarely = cases((at) => at % 20 === 0);
    expect(build([ALONE, cellOf('selective', rarely)]).findings[3]).toMatch(
      /run and was right in 96(\.3)?\u202f% \[.*\] of them, (above the target of 90\.0\u202f%|which does not tell)/,
    );
  });

  it('tells no promise from its target that its interval does not', () => {
    const now = build([
      ALONE,
      cellOf(
        'selective',
        cases((at) => at % 8 === 0),
      ),
    ]);
    expect(now.findings[3]).toMatch(/ run and was right in 9\d(\.\d)?\u202f% \[.*\] of them, which does not tell/);
    expect(now.findings.join(' ')).not.toContain('was right in only');
  });

  it('tells of many levels none and the noisiest whose gate opens', () => {
    const levels = ['0', '0.1', '0.2', '0.3'].flatMap((alpha) => [
      cellOf(
        'human-only',
        cases(() => false),
        alpha,
      ),
      cellOf('selective', cases(goesWrong), alpha, alpha === '0.3' ? null : 0.5),
    ]);
    const { findings } = build(levels);
    expect(findings[1]).toMatch(
      /: without noise, 33\u202f% .*; at α 0\.2, 33(\.3)?\u202f% \[.*\] of cases ended wrong \(0\.0\u202f% /,
    );
    expect(findings.join(' ')).not.toMatch(/α 0\.[13]/);
  });

  it('says where nothing critical ran', () => {
    const { findings } = build([ALONE, cellOf('selective', cases(goesWrong), '0', null)]);
    expect(findings[3]).toBe('Closed loop: without noise, no critical action ran without an operator.');
  });

  it('makes a run incomplete where its episodes crashed, and undone where its desks differ', () => {
    const crashed = cases(() => false).map((trace, at) =>
      at === 0 ? { ...trace, steps: [], end: 'crashed' as const } : trace,
    );
    const { complete, findings } = build([cellOf('human-only', crashed)]);
    expect(complete).toBe(false);
    expect(findings[0]).toContain('1 episode crashed for good');
  });

  it('shares no cell with the open loop', () => {
    expect(() => build([ALONE], NO_TWINS, [{ ...ALONE, loop: 'open' }])).toThrow(/every cell needs its own id/);
  });
});
