import type { FigureTable, Ranged } from '../../../reports/figures/schema.ts';
import { type Columns, plain, ranged, table, text } from '../../../reports/figures/table.ts';
import { formatValue } from '../../../reports/present/format-value.ts';
import { shareOf } from '../../../reports/stats/ratio-estimate.ts';
import type { GoalSurvey, KnownGoal } from '../../bench/closed-loop/survey-goals.ts';
import { sumOf } from '../../shared/numbers.ts';

/** Which sessions have a goal, why the others have none, and where their own logs fall short. */
export function goalsTables(survey: GoalSurvey): FigureTable[] {
  return [
    causesTable(
      'derivation',
      'Sessions whose goal is known, and why the others have none',
      'Each session is counted once, under the first cause that holds.',
      ['The goal is known.', survey.known.map(({ session }) => session)],
      survey.unknown.map(({ session, cause }) => ({ session, cause })),
    ),
    causesTable(
      'replay',
      'What the sessions’ own logs come to',
      'Exactly the logged actions are performed in a closed-loop world without any rates, for every session whose goal is known.',
      ['The goal is reached.', survey.known.filter(reaches).map(({ session }) => session)],
      survey.known.flatMap(({ session, replay }) => (replay.cause === null ? [] : [{ session, cause: replay.cause }])),
    ),
    proceduresTable(survey),
  ];
}

/** The tables in words. */
export function goalsFindings(survey: GoalSurvey): string[] {
  const all = survey.known.length + survey.unknown.length;
  const reached = survey.known.filter(reaches).length;
  return [
    `The goal is known for ${survey.known.length} of ${all} sessions (${percent(survey.known.length, all)}).`,
    [
      `The session's own log reaches it in ${reached} of ${survey.known.length}`,
      `(${percent(reached, survey.known.length)});`,
      `${formatValue('share', rightShare(survey.known).estimate)} of the logged steps performed are among the`,
      'acceptable ones.',
    ].join(' '),
  ];
}

interface CauseRow {
  readonly what: string;
  readonly sessions: readonly string[];
  /** Of how many sessions they are a share. */
  readonly all: number;
}

const CAUSES: Columns<CauseRow> = {
  what: text('what', 'what'),
  sessions: plain('sessions', 'count', ({ sessions }) => sessions.length),
  share: ranged('share', 'share', ({ sessions, all }) =>
    all === 0 ? null : shareAmong(Array(all).fill(0), (_, at) => [at < sessions.length ? 1 : 0, 1]),
  ),
  examples: text('examples', ({ sessions }) => sessions.slice(0, 3).join(', ')),
};

function causesTable(
  id: string,
  title: string,
  caption: string,
  [what, good]: readonly [string, readonly string[]],
  bad: readonly { readonly session: string; readonly cause: string }[],
): FigureTable {
  const groups = new Map<string, string[]>();
  for (const { session, cause } of bad) groups.set(cause, [...(groups.get(cause) ?? []), session]);
  const causes = [...groups].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  const all = good.length + bad.length;
  const rows = [[what, good] as const, ...causes].map(([name, sessions]) => ({ what: name, sessions, all }));
  return table({ id, title, caption, columns: CAUSES, rows });
}

interface ProcedureRow {
  readonly procedure: string;
  readonly known: readonly KnownGoal[];
  /** Sessions whose goal is not known. */
  readonly unknown: number;
}

const mean = (goals: readonly KnownGoal[], of: (goal: KnownGoal) => number) =>
  goals.length === 0 ? null : sumOf(goals, of) / goals.length;

const PROCEDURES: Columns<ProcedureRow> = {
  procedure: text('procedure', 'procedure', 'The goal’s where the log names one, else the one that was open first.'),
  sessions: plain('sessions', 'count', ({ known, unknown }) => known.length + unknown),
  known: ranged('goal known', 'share', ({ known, unknown }) =>
    shareAmong([...known, ...Array(unknown).fill(null)], (goal) => [goal === null ? 0 : 1, 1]),
  ),
  reached: ranged('reached by its log', 'share', ({ known }) =>
    shareAmong(known, (goal) => [reaches(goal) ? 1 : 0, 1]),
  ),
  right: ranged('steps right', 'share', ({ known }) => rightShare(known), [
    'Logged steps that are among the acceptable ones.',
  ]),
  required: plain('required steps', 'count', ({ known }) => mean(known, ({ required }) => required), 'Of the plans.'),
  optional: plain('optional steps', 'count', ({ known }) => mean(known, ({ optional }) => optional), 'Of the plans.'),
};

function proceduresTable({ known, unknown }: GoalSurvey): FigureTable {
  const ids = [...new Set([...known, ...unknown].map(({ procedure }) => procedure))].sort();
  return table({
    id: 'procedures',
    title: 'By procedure',
    caption: [],
    columns: PROCEDURES,
    rows: ids.map((procedure) => ({
      procedure,
      known: known.filter((goal) => goal.procedure === procedure),
      unknown: unknown.filter((goal) => goal.procedure === procedure).length,
    })),
    terminal: false,
  });
}

function reaches({ replay }: KnownGoal): boolean {
  return replay.end.goalReached;
}

function shareAmong<T>(items: readonly T[], sums: (item: T, at: number) => readonly [number, number]): Ranged {
  const pairs = items.map(sums);
  return shareOf({ numerators: pairs.map(([part]) => part), denominators: pairs.map(([, whole]) => whole) });
}

const rightShare = (goals: readonly KnownGoal[]) => shareAmong(goals, ({ replay }) => [replay.right, replay.steps]);

function percent(part: number, whole: number): string {
  return formatValue('share', whole === 0 ? null : part / whole);
}
