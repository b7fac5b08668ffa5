import { actionTarget } from '../../contract/action.ts';
import type { Trace, TraceStep } from '../../contract/trace.ts';
import type { EpisodeRow } from '../../runner/traces/episode-index.ts';
import { sumOf } from '../../shared/numbers.ts';
import { partOfRun } from '../compare/match-episodes.ts';

/** A value as a table holds it. */
type Value = string | number | boolean | null;

/** One column of a table that other programs read: its type in Parquet and SQL, what it means, and what it holds. */
export interface TableColumn<Row> {
  readonly type: 'VARCHAR' | 'INTEGER' | 'DOUBLE' | 'BOOLEAN';
  readonly meaning: string;
  readonly of: (row: Row) => Value;
}

/** Columns by name, in the order in which they stand. */
export type TableColumns<Row> = Readonly<Record<string, TableColumn<Row>>>;

interface EpisodeOfTable {
  readonly row: EpisodeRow;
  readonly trace: Trace;
}
interface StepOfTable extends EpisodeOfTable {
  readonly step: TraceStep;
}
export interface CellMetric {
  readonly part: string;
  readonly row: EpisodeRow;
  readonly metric: string;
  readonly unit: string;
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly sessions: number;
}

const column =
  <Row>(type: TableColumn<Row>['type']) =>
  (meaning: string, of: (row: Row) => Value): TableColumn<Row> => ({ type, meaning, of });

const text = <Row extends EpisodeOfTable>(meaning: string, of: (row: Row) => string | null) =>
  column<Row>('VARCHAR')(meaning, of);
const whole = <Row extends EpisodeOfTable>(meaning: string, of: (row: Row) => number | null) =>
  column<Row>('INTEGER')(meaning, of);
const real = <Row extends EpisodeOfTable>(meaning: string, of: (row: Row) => number | null) =>
  column<Row>('DOUBLE')(meaning, of);
const truth = <Row extends EpisodeOfTable>(meaning: string, of: (row: Row) => boolean | null) =>
  column<Row>('BOOLEAN')(meaning, of);

const judged = (step: TraceStep) => step.closed ?? step.logged;
const isWrong = (step: TraceStep) => judged(step)?.right === false;

/** Where an episode stands, in both tables. */
const PLACE = {
  play: text('part of the run', ({ row }) => row.play),
  population: text('seed of the population; null where the run has none', ({ row }) => partOfRun(row.play).population),
  repeat: whole(
    'which time the session is played with the same random numbers, from 1',
    ({ row }) => partOfRun(row.play).repeat,
  ),
  cell: text('cell of the experiment’s grid', ({ row }) => row.cell),
  arm: text('human-only, copilot, selective or chatbot', ({ row }) => row.arm),
  noise: text('noise level, in words', ({ row }) => row.noise),
  session: text('id of the session', ({ row }) => row.session),
  forced: text('what a twin was forced to do; null where it is no twin', ({ row }) => row.forced),
} satisfies TableColumns<EpisodeOfTable>;

const SESSION_COLUMNS: TableColumns<EpisodeOfTable> = {
  ...PLACE,
  process: text('procedure of the session; null where it has none', ({ row }) => row.process),
  operator: text('who worked it; null where nothing says so', ({ row }) => row.operator),
  queue: whole('cases that waited; null where nothing says so', ({ row }) => row.queue),
  loop: text('open or closed', ({ trace }) => trace.loop),
  end: text('completed, truncated or crashed', ({ trace }) => trace.end),
  outcome: text('how the case ended; null in open loop', ({ row }) => row.outcome),
  goal_reached: truth('null in open loop', ({ trace }) => trace.outcome?.goalReached ?? null),
  steps: whole('steps', ({ trace }) => trace.steps.length),
  automated_steps: whole(
    'steps that ran without an operator',
    ({ trace }) => trace.steps.filter(({ decision }) => decision === 'execute').length,
  ),
  wrong_steps: whole('steps that were wrong, whoever decided', ({ trace }) => trace.steps.filter(isWrong).length),
  first_wrong_step: whole('place of the first; null where there is none', ({ trace }) => trace.divergedAt),
  active_ms: real('operators’ active time, in milliseconds', ({ trace }) =>
    sumOf(trace.steps, ({ activeMs }) => activeMs),
  ),
  retries: whole('how often the desk failed and the episode was begun again', ({ trace }) => trace.retries),
};

const STEP_COLUMNS: TableColumns<StepOfTable> = {
  ...PLACE,
  step: whole('place of the step, from 0', ({ step }) => step.index),
  critical: truth('whether the proposed action is critical', ({ step }) => step.critical),
  suggestion: text(
    'what was proposed first; null where nothing was',
    ({ step }) => step.suggestion && actionTarget(step.suggestion),
  ),
  confidence: real('the policy’s; null without a suggestion', ({ step }) => step.confidence),
  score: real('the critic’s; null where it was not asked', ({ step }) => step.score),
  decision: text('execute or defer', ({ step }) => step.decision),
  verdict: text('accept, correct or unaided; null where no operator was asked', ({ step }) => step.verdict),
  slipped: truth('whether the operator slipped', ({ step }) => step.slipped),
  chosen: text('what was done', ({ step }) => actionTarget(step.chosen)),
  reference: text('what is right; in open loop the logged action', ({ step }) => actionTarget(step.reference)),
  suggestion_right: truth('null without a suggestion', ({ step }) => judged(step)?.suggestionRight ?? null),
  was_right: truth('whether what was done is right', ({ step }) => judged(step)?.right ?? null),
  cause: text('who let a wrong action happen; closed loop only', ({ step }) => step.closed?.cause ?? null),
  active_ms: real('the operator’s active time, in milliseconds', ({ step }) => step.activeMs),
};

const CELL_COLUMNS: TableColumns<CellMetric> = {
  play: { type: 'VARCHAR', meaning: 'part of the run', of: ({ part }) => part },
  cell: { type: 'VARCHAR', meaning: 'cell of the experiment’s grid', of: ({ row }) => row.cell },
  arm: { type: 'VARCHAR', meaning: 'human-only, copilot, selective or chatbot', of: ({ row }) => row.arm },
  noise: { type: 'VARCHAR', meaning: 'noise level, in words', of: ({ row }) => row.noise },
  metric: { type: 'VARCHAR', meaning: 'file in reports/metrics/', of: ({ metric }) => metric },
  unit: { type: 'VARCHAR', meaning: 'share, ms or count', of: ({ unit }) => unit },
  estimate: {
    type: 'DOUBLE',
    meaning: 'of the metric; where there is nothing to divide by there is no row',
    of: ({ estimate }) => estimate,
  },
  low: { type: 'DOUBLE', meaning: 'lower end of the 95 % interval, clustered by session', of: ({ low }) => low },
  high: { type: 'DOUBLE', meaning: 'upper end', of: ({ high }) => high },
  sessions: { type: 'INTEGER', meaning: 'sessions that it is over', of: ({ sessions }) => sessions },
};

/** Every table, by name. */
export const TABLES = {
  sessions: SESSION_COLUMNS,
  steps: STEP_COLUMNS,
  cells: CELL_COLUMNS,
} as const satisfies Record<string, TableColumns<never>>;
export type TableName = keyof typeof TABLES;
