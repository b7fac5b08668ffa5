import { expect, it } from 'vitest';
import type { FigureCell } from '../../../reports/figures/schema.ts';
import type { TraceStep } from '../../contract/trace.ts';
import { sumOf } from '../../shared/numbers.ts';
import {
  COUNTED,
  cellNamed,
  estimateIn,
  expectShown,
  expectSpread,
  type PlayedCell,
  ran,
  savedOf,
  stepShare,
  wrong,
} from './recount.ts';
import type { Cells, SmallRun } from './small-runs.ts';

/** The measures of a cell, counted from its episodes. */
function measures({ runs }: PlayedCell): Readonly<Record<string, number | null>> {
  const closed = runs[0]!.loop === 'closed';
  return {
    sessions: runs.length,
    steps: sumOf(runs, ({ steps }) => steps.length),
    session_automation: COUNTED.sessionsAutomated(runs),
    step_automation: COUNTED.stepsAutomated(runs),
    active_ms_per_session: COUNTED.activeMs(runs),
    goal_reached: closed ? COUNTED.goalReached(runs) : null,
    sessions_with_wrong_executed: COUNTED.wrongExecuted(runs),
    sessions_with_wrong_chosen: COUNTED.withError(runs),
    errors_per_session: COUNTED.errors(runs),
    leak_rate: COUNTED.leak(runs),
    leaked: stepShare(runs, () => true, wrong),
    critic_coverage: COUNTED.criticCoverage(runs),
    critic_precision: COUNTED.criticPrecision(runs),
    steps_per_session: sumOf(runs, ({ steps }) => steps.length) / runs.length,
  };
}

/** Columns of a loop's table by the arm and the measure that they show. */
const OF_LOOP = {
  'open-loop': {
    tool_accuracy: ['selective', 'tool_accuracy'],
    action_accuracy: ['selective', 'action_accuracy'],
    critic_precision: ['selective', 'critic_precision'],
    critic_coverage: ['selective', 'critic_coverage'],
    steps: ['selective', 'step_automation'],
    sessions: ['selective', 'session_automation'],
    time_human: ['human-only', 'active_ms_per_session'],
    time_copilot: ['copilot', 'active_ms_per_session'],
    time_selective: ['selective', 'active_ms_per_session'],
    wrong_executed: ['selective', 'sessions_with_wrong_executed'],
  },
  'closed-loop': {
    steps: ['selective', 'step_automation'],
    sessions: ['selective', 'session_automation'],
    goal_human: ['human-only', 'goal_reached'],
    goal_selective: ['selective', 'goal_reached'],
    time_human: ['human-only', 'active_ms_per_session'],
    time_copilot: ['copilot', 'active_ms_per_session'],
    time_selective: ['selective', 'active_ms_per_session'],
    critic_precision: ['selective', 'critic_precision'],
    wrong_executed: ['selective', 'sessions_with_wrong_executed'],
  },
} as const;
type Loop = 'open' | 'closed';

/** Curves of a plot by table and column that they go through. */
const CURVES = {
  'closed-loop-plot': [
    'closed-loop',
    { 'goal, selective': 'goal_selective', 'goal, human-only': 'goal_human', automated: 'sessions' },
  ],
  automation: ['open-loop', { sessions: 'sessions', steps: 'steps' }],
  'time-saving': ['open-loop', { selective: 'selective_saves', copilot: 'copilot_saves' }],
  'wrong-sessions': ['open-loop', { 'sessions with a wrong executed action': 'wrong_executed' }],
} as const satisfies Record<string, readonly [string, Record<string, string>]>;

export const levelOf = ({ alpha, beta, slip }: Cells) => `alpha=${alpha} beta=${beta} slip=${slip}`;
const sameLevel = (one: Cells, other: Cells) => levelOf(one) === levelOf(other);

/** A staged deployment that is looked at. */
export interface Staged {
  readonly runOf: () => SmallRun;
  readonly cellsOf: () => readonly PlayedCell[];
  readonly loops: readonly Loop[];
  /** Of its populations, the first one first. */
  readonly seeds: readonly string[];
}

const played = ({ cellsOf }: Staged, cell: FigureCell | undefined, seed: string, loop: Loop) =>
  cellNamed(cellsOf(), String(cell), `population ${seed}, ${loop} loop`);
const rowOf = ({ runOf }: Staged, arm: string, level: Cells, loop: Loop) =>
  runOf()
    .rows('cells')
    .find((row) => row.arm === arm && row.loop === loop && sameLevel(row, level))!;

/** What holds of the tables of a staged deployment. */
export function stagedLaws(staged: Staged): void {
  cellLaws(staged);
  answerLaws(staged);
  gateLaws(staged);
  plotLaws(staged);
}

function cellLaws(staged: Staged): void {
  const { runOf, loops, seeds } = staged;
  it('every measure of a cell is counted from its episodes, and cells come out apart', () => {
    const rows = runOf().rows('cells');
    for (const row of rows)
      expectShown(row, measures(played(staged, row.cell, seeds[0]!, row.loop as Loop)), String(row.cell));
    const shown = rows
      .filter(({ arm }) => arm !== 'human-only')
      .map((row) => JSON.stringify(row.active_ms_per_session));
    expect(new Set(shown).size).toBe(shown.length);
  });

  it.each(loops)('each column of the %s loop is of the arm that it names', (loop) => {
    const id = `${loop}-loop` as const;
    for (const row of runOf().rows(id)) {
      for (const [column, [arm, measure]] of Object.entries(OF_LOOP[id]))
        expect(row[column], `${column}, ${levelOf(row)}`).toEqual(rowOf(staged, arm, row, loop)[measure]);
      const ms = (arm: string) => estimateIn(rowOf(staged, arm, row, loop).active_ms_per_session)!;
      const saves = (arm: string) => 1 - ms(arm) / ms('human-only');
      const goal = (arm: string) => estimateIn(rowOf(staged, arm, row, loop).goal_reached)!;
      expectShown(
        row,
        loop === 'open'
          ? { copilot_saves: saves('copilot'), selective_saves: saves('selective') }
          : { saved: saves('selective'), goal_change: goal('selective') - goal('human-only') },
        levelOf(row),
      );
    }
  });

  it('each comparison is the cell that it names less the baseline that it names', () => {
    const titles = new Map(
      runOf()
        .table('cells')
        .columns.map(({ id, title }) => [title, id]),
    );
    const cells = new Map(
      runOf()
        .rows('cells')
        .map((row) => [row.cell, row]),
    );
    for (const id of ['comparisons-time', 'comparisons-shares'])
      for (const row of runOf().rows(id)) {
        const [own, base] = [row.cell, row.baseline].map((cell) =>
          estimateIn(cells.get(cell as string)?.[titles.get(String(row.measure))!]),
        );
        if (own == null || base == null) continue;
        const where = `${row.measure}: ${row.cell} less ${row.baseline}`;
        expectShown(row, { difference: own - base }, where);
        if (row.relative !== null) expectShown(row, { relative: own / base - 1 }, where);
      }
  });
}

function answerLaws(staged: Staged): void {
  const { runOf, loops, seeds } = staged;
  it('each population shows its own cells, and answers are their medians and ranges', () => {
    if (seeds.length === 1) return;
    const ofPopulation = (cell: FigureCell | undefined, seed: string, loop: Loop) => {
      const { runs } = played(staged, cell, seed, loop);
      const alone = played(staged, String(cell).replace('selective', 'human-only'), seed, loop).runs;
      return {
        automated: COUNTED.sessionsAutomated(runs),
        steps: COUNTED.stepsAutomated(runs),
        saved: savedOf(runs, alone),
        wrong: COUNTED.wrongExecuted(runs),
        goal_change: loop === 'open' ? null : COUNTED.goalReached(runs) - COUNTED.goalReached(alone),
      };
    };
    const loopOf = (cell: FigureCell | undefined): Loop => (/closed/.test(String(cell)) ? 'closed' : 'open');
    for (const row of runOf().rows('populations'))
      expectShown(row, ofPopulation(row.cell, String(row.seed), loopOf(row.cell)), `${row.seed}, ${row.cell}`);
    for (const loop of loops)
      for (const row of runOf().rows(loop === 'closed' ? 'answer' : loops.length > 1 ? 'answer-open' : 'answer')) {
        const { cell } = rowOf(staged, 'selective', row, loop);
        const each = seeds.map((seed) => ofPopulation(cell, seed, loop));
        for (const id of ['automated', 'steps', 'saved', 'wrong', ...(loop === 'closed' ? ['goal_change'] : [])])
          expectSpread(
            row[id],
            each.map((one) => one[id as keyof typeof one]),
            `${loop}, ${levelOf(row)}, ${id}`,
          );
        const open = runOf()
          .rows('populations')
          .filter((one) => one.cell === cell && one.gate === 'yes');
        expect(row.gate).toBe(`${open.length} of ${seeds.length}`);
      }
  });
}

function gateLaws(staged: Staged): void {
  const { runOf, seeds } = staged;
  it('what is critical runs where the score reaches the threshold of its row, and the scores are as good as it says', () => {
    for (const row of runOf().rows('gates')) {
      const { runs } = played(
        staged,
        rowOf(staged, 'selective', row, row.loop as Loop).cell,
        seeds[0]!,
        row.loop as Loop,
      );
      const scored = runs.flatMap(({ steps }) => steps).filter((step) => step.critical && step.score !== null);
      const threshold = estimateIn(row.threshold);
      if (!/ by /.test(String(row.gate)))
        for (const step of scored) if (ran(step)) expect(step.score!).toBeGreaterThanOrEqual(threshold ?? 2);
      const right = (step: TraceStep) => (step.closed ?? step.logged)?.suggestionRight === true;
      const [good, bad] = [scored.filter(right), scored.filter((step) => !right(step))];
      const above = sumOf(good, (one) =>
        sumOf(bad, (other) => (one.score! > other.score! ? 1 : one.score === other.score ? 0.5 : 0)),
      );
      expectShown(
        row,
        {
          proposals: scored.length,
          auroc: above / (good.length * bad.length),
          brier: sumOf(scored, (step) => (step.score! - +right(step)) ** 2) / scored.length,
        },
        `${row.loop}, ${levelOf(row)}`,
      );
    }
  });
}

function plotLaws(staged: Staged): void {
  const { runOf, loops } = staged;
  it('plots go through the tables, and cards show the first and the last answer', () => {
    const { plots, cards } = runOf().figures;
    for (const { id, curves } of plots) {
      const [table, columns] = CURVES[id as keyof typeof CURVES] ?? [];
      if (!table || !columns) continue;
      const rows = runOf().rows(table);
      for (const { label, points } of curves) {
        const column = (columns as Readonly<Record<string, string>>)[label];
        expect(column, `${id}, ${label}`).toBeDefined();
        for (const { x, y } of points) expect(y, `${id}, ${label}`).toBeCloseTo(estimateIn(rows[x]![column!])!, 8);
      }
    }
    const answers = runOf().rows('answer');
    const columns = ['automated', 'saved', ...(loops.includes('closed') ? ['goal_change'] : []), 'wrong'];
    expect(cards).toHaveLength(columns.length);
    for (const [at, { values }] of cards.entries()) {
      const ends = answers.length > 1 ? [answers[0], answers.at(-1)] : answers;
      expect(values.map(({ value }) => value)).toEqual(ends.map((row) => row![columns[at]!]));
    }
  });
}
