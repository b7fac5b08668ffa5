import { beforeAll, describe, expect, it } from 'vitest';
import { experiment } from '../../experiments/headline/index.ts';
import { tableLaws } from './general-laws.ts';
import {
  cellNamed,
  estimateIn,
  expectSaid,
  expectShown,
  inWords,
  negated,
  type PlayedCell,
  playedCells,
} from './recount.ts';
import { errorFigures, pairsOf } from './recount-twins.ts';
import { type SmallRun, smallRun } from './small-runs.ts';
import { levelOf, stagedLaws } from './staged-laws.ts';

let run: SmallRun;
let cells: PlayedCell[];
beforeAll(async () => {
  run = await smallRun(experiment);
  cells = playedCells(run);
});

describe('headline', () => {
  tableLaws(() => run, {
    apart: [
      ['answer', 'answer-open'],
      ['closed-loop', 'open-loop'],
      ['comparisons-time', 'comparisons-shares'],
    ],
  });
  stagedLaws({ runOf: () => run, cellsOf: () => cells, loops: ['open', 'closed'], seeds: ['1', '1-p2'] });

  it('what errors led to is counted from the twins of the first population', () => {
    for (const row of run.rows('closed-loop')) {
      const cell = cellNamed(cells, `selective closed-loop ${levelOf(row)}`, 'population 1, closed loop');
      const found = errorFigures(pairsOf(cell));
      expect(found.firsts).toBeGreaterThan(5);
      expectShown(
        row,
        {
          r_first: found.rFirst!,
          seeming: found.seemingFirst!,
          fresh: found.freshFirst!,
          harmless: found.harmlessFirst!,
          first_errors: found.firsts!,
          r_all: found.r!,
          all_errors: found.twins!,
        },
        levelOf(row),
      );
    }
  });

  it('operators alone automate nothing, and those who never err reach every goal', () => {
    for (const row of run.rows('cells'))
      if (row.arm === 'human-only')
        expectShown(row, { step_automation: 0, sessions_with_wrong_executed: 0, leak_rate: null }, String(row.cell));
    expectShown(run.rows('closed-loop')[0]!, { goal_human: 1 }, 'without noise');
  });

  it('findings tell the first and the last answer, and what the gate came to without noise', () => {
    const { findings } = run.figures;
    const answers = run.rows('answer');
    for (const [at, row] of [answers[0]!, answers.at(-1)!].entries()) {
      const change = estimateIn(row.goal_change)!;
      expect(change).toBeLessThan(0);
      expectSaid(
        [findings[at]!],
        `${inWords('share', row.automated)} of cases run without an operator, ${inWords('share', row.saved)} of operators’ time is saved, and ${inWords('points', negated(row.goal_change))} fewer cases end well`,
      );
    }
    const [clean] = run.rows('closed-loop');
    const own = run.rows('cells').find((row) => row.loop === 'closed' && row.arm === 'selective')!;
    expectSaid(
      findings,
      `Without noise, the gate is set to run what operators accept 90.0 % of the time. It ran ${inWords('share', own.critic_coverage)} of critical suggestions; ${inWords('share', clean!.critic_precision)} of them were right`,
      `the first wrong action of a case led to ${inWords('count', clean!.r_first)} further ones; ${inWords('share', clean!.harmless)} of first ones did no harm`,
    );
  });
});
