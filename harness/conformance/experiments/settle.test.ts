import { beforeAll, describe, expect, it } from 'vitest';
import { experiment } from '../../experiments/settle/index.ts';
import { tableLaws } from './general-laws.ts';
import {
  COUNTED,
  cellNamed,
  estimateIn,
  expectSaid,
  expectShown,
  expectSpread,
  inWords,
  type PlayedCell,
  playedCells,
  ran,
  savedOf,
  stepShare,
} from './recount.ts';
import { type Cells, type SmallRun, smallRun } from './small-runs.ts';

let run: SmallRun;
let cells: PlayedCell[];
const PLAYS = { '1': 'population 1', '1-p2': 'population 1-p2' } as const;

beforeAll(async () => {
  run = await smallRun(experiment);
  cells = playedCells(run);
});

/** The sessions that monitors watch are played slice by slice and day by day, after two days that show what is usual. */
const monitored = (play: string) =>
  cells.flatMap((one) => (one.play === play && /^day [1-9]/.test(one.cell) ? one.runs : []));

/** An arm's sessions with these operators in each population, and those of operators alone beside them. */
const inEach = ({ arm, operators }: Cells) =>
  Object.values(PLAYS).map((play) => ({
    runs: arm === 'monitors' ? monitored(play) : cellNamed(cells, `${arm}, ${operators}`, play).runs,
    alone: cellNamed(cells, `human-only, ${operators}`, play).runs,
  }));

const OF_ARM = {
  automated: COUNTED.sessionsAutomated,
  active_ms: COUNTED.activeMs,
  goal: COUNTED.goalReached,
  steps_automated: COUNTED.stepsAutomated,
  wrong_executed: COUNTED.wrongExecuted,
  leaked: COUNTED.leak,
} as const;

describe('settle', () => {
  tableLaws(() => run, { untabled: /change within populations/ });

  it.each(['arms', 'grid', 'remedies'])(
    '%s: every figure is the median of its arm, counted in each population',
    (id) => {
      const rows = run.rows(id);
      expect(rows.length).toBeGreaterThan(5);
      for (const row of rows) {
        const where = `${id}, ${row.arm}, ${row.operators}`;
        const each = inEach(row);
        expect(row.sessions, where).toBe(each.reduce((sum, { runs }) => sum + runs.length, 0));
        for (const [column, of] of Object.entries(OF_ARM))
          expectSpread(
            row[column],
            each.map(({ runs }) => of(runs)),
            `${where}, ${column}`,
          );
        const change = each.map(({ runs, alone }) => COUNTED.goalReached(runs) - COUNTED.goalReached(alone));
        expectSpread(row.goal_change, change, `${where}, goal_change`);
        if (row.arm !== 'human-only')
          expectSpread(
            row.saved,
            each.map(({ runs, alone }) => savedOf(runs, alone)),
            `${where}, saved`,
          );
      }
    },
  );

  it('arms come out apart, so that one in the place of another is seen', () => {
    const shown = run
      .rows('arms')
      .map(({ active_ms, goal, automated }) => JSON.stringify([active_ms, goal, automated]));
    expect(new Set(shown).size).toBe(shown.length);
  });

  it('operators alone automate nothing, those who never err reach every goal, a confirmed close is never alone', () => {
    for (const row of [...run.rows('arms'), ...run.rows('grid'), ...run.rows('remedies')]) {
      if (row.arm === 'human-only') expectShown(row, { steps_automated: 0, automated: 0, goal_change: 0 }, 'alone');
      if (row.arm === 'copilot with confirmation') expectShown(row, { steps_automated: 0, automated: 0 }, 'copilot');
      if (row.arm === 'confirmed close') expectShown(row, { automated: 0 }, 'confirmed close');
      if (row.operators === 'clean' && !String(row.arm).startsWith('selective')) expectShown(row, { goal: 1 }, 'clean');
      if (row.arm === 'oracle gate') expectShown(row, { wrong_executed: 0 }, 'oracle');
    }
  });

  it('populations and spread show what each population counts by itself', () => {
    for (const row of run.rows('populations')) {
      const play = PLAYS[row.seed as keyof typeof PLAYS];
      const { runs } = cellNamed(cells, `${row.arm}, paper`, play);
      const alone = cellNamed(cells, 'human-only, paper', play).runs;
      const goal = COUNTED.goalReached(runs);
      expectShown(
        row,
        {
          sessions: runs.length,
          automated: COUNTED.sessionsAutomated(runs),
          saved: savedOf(runs, alone),
          goal,
          goal_change: goal - COUNTED.goalReached(alone),
        },
        `${row.seed}, ${row.arm}`,
      );
    }
    const column = {
      'sessions automated': 'automated',
      'time saved': 'saved',
      'goal reached': 'goal',
      'change of goal reached': 'goal_change',
    } as const;
    const spread = run.rows('spread');
    expect(spread).toHaveLength(3 * 4);
    for (const { operators, arm, figure, populations, least, median, most } of spread) {
      const row = run.rows('arms').find((one) => one.operators === operators && one.arm === arm);
      expect(row?.[column[figure as keyof typeof column]]).toMatchObject({ estimate: median, low: least, high: most });
      expect(populations).toBe(2);
    }
  });

  it('beside the published figures stands the arm that each line names', () => {
    const paper = (arm: string) => run.rows('arms').find((row) => row.arm === arm && row.operators === 'paper')!;
    const besides = new Map(run.rows('beside-published').map((row) => [row.figure, row]));
    const own = 'selective, acceptance';
    const shown = {
      'sessions automated': ['share', paper(own).automated],
      'AAT, human only': ['ms', paper('human-only').active_ms],
      'AAT, selective': ['ms', paper(own).active_ms],
      'goals the chatbot reaches': ['share', paper('intent chatbot').goal],
      'sessions the chatbot ends alone': ['share', paper('intent chatbot').automated],
    } as const;
    for (const [figure, [column, cell]] of Object.entries(shown)) expect(besides.get(figure)?.[column]).toEqual(cell);
    const against = {
      'AAT, automatic end against a confirmed one': 'confirmed close',
      'AAT, selective against the chatbot': 'intent chatbot',
    };
    const runsOf = (arm: string, play: string) => cellNamed(cells, `${arm}, paper`, play).runs;
    const plays = Object.values(PLAYS);
    for (const [figure, arm] of Object.entries(against)) {
      const changes = plays.map((play) => -savedOf(runsOf(own, play), runsOf(arm, play))!);
      expectSpread(besides.get(figure)?.change, changes, figure);
    }
    const copilot = plays.map((play) => runsOf('copilot with confirmation', play));
    const answered = (step: { verdict: string | null }) => step.verdict === 'accept' || step.verdict === 'correct';
    for (const kind of ['click_control', 'close', 'transfer', 'send_text'])
      expectSpread(
        besides.get(`accepted, ${kind}`)?.share,
        copilot.map((runs) =>
          stepShare(
            runs,
            (step) => answered(step) && step.suggestion?.kind === kind,
            ({ verdict }) => verdict === 'accept',
          ),
        ),
        kind,
      );
    const reasons = ['model error', 'acceptable', 'environment', 'other'];
    for (const reason of reasons)
      expectSpread(
        besides.get(`refused, ${reason}`)?.share,
        copilot.map((runs) =>
          stepShare(
            runs,
            (step) => step.reason !== undefined,
            (step) => step.reason === reason,
          ),
        ),
        reason,
      );
    // One arm runs nothing by itself.
    expect(copilot.flat().some(({ steps }) => steps.some(ran))).toBe(false);
  });

  it('findings tell the rows that they name', () => {
    const { findings } = run.figures;
    for (const row of run.rows('arms').filter(({ arm }) => String(arm).startsWith('selective'))) {
      const reached = inEach(row).filter(({ runs }) => COUNTED.sessionsAutomated(runs) >= 0.45).length;
      expectSaid(
        findings,
        `Operators ${row.operators}, ${row.arm}: ${inWords('share', row.automated)} of sessions run without an operator (published 45 %, reached in ${reached} of 2)`,
        `and ${inWords('share', row.goal)} of cases reach their goal, ${inWords('points', row.goal_change)} against human-only`,
      );
    }
    const [, plain, ...others] = run.rows('remedies');
    expectSaid(
      findings,
      `Operators ${plain?.operators}, ${plain?.arm}: ${inWords('share', plain?.automated)} of sessions automated, ${inWords('share', plain?.goal)} of goals reached.`,
    );
    for (const { arm } of others.slice(0, -1)) expectSaid(findings, `${arm} `);
    for (const arm of ['selective, acceptance', 'selective, corrected']) {
      const points = run.rows('grid').filter((row) => row.arm === arm);
      const both = points.map(
        (row) =>
          inEach(row).filter(
            ({ runs, alone }) => COUNTED.sessionsAutomated(runs) >= 0.45 && (savedOf(runs, alone) ?? 0) >= 0.39,
          ).length,
      );
      const [every, none] = [2, 0].map((count) => both.filter((one) => one === count).length);
      const [said] = findings.filter((one) => one.startsWith(`${arm}: of ${points.length} noise points`));
      expect(said).toMatch(
        new RegExp(
          `in every population at ${every}( \\(.*\\))?, in some at ${2 - every! - none!}, in none at ${none}\\.`,
        ),
      );
    }
  });

  it('the plot has each point of the grid, automation against the change of goals, in per cent', () => {
    for (const { label, points } of run.figures.plots[0]!.curves) {
      const rows = run.rows('grid').filter((row) => row.arm === label);
      expect(points).toHaveLength(rows.length);
      for (const [at, { x, y }] of points.entries()) {
        expect(x).toBeCloseTo(100 * estimateIn(rows[at]!.automated)!, 8);
        expect(y).toBeCloseTo(100 * estimateIn(rows[at]!.goal_change)!, 8);
      }
    }
  });

  it('what remedies change is told in points', () => {
    const [said = ''] = run.figures.findings.filter((one) => one.includes('change within populations'));
    const changes = said.split(': ').at(-1)?.split('; ') ?? [];
    expect(changes.length).toBeGreaterThan(1);
    for (const change of changes) expect(change).toMatch(/\u202fpp[^%]* automation and .*\u202fpp[^%]* goals/);
  });
});
