import type { FigureTable, Ranged } from '../../../reports/figures/schema.ts';
import { formatValue } from '../../../reports/present/format-value.ts';
import { ratioEstimate } from '../../../reports/stats/ratio-estimate.ts';
import { ofSessions, plain, ranged, text } from '../../bench/report/table-columns.ts';
import type { GoalSurvey, KnownGoal } from './survey-goals.ts';

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
    `The session's own log reaches it in ${reached} of ${survey.known.length} (${percent(reached, survey.known.length)}); ${inWords(shareOf(survey.known, ({ replay }) => [replay.right, replay.steps]))} of the logged steps performed are among the acceptable ones.`,
  ];
}

function causesTable(
  id: string,
  title: string,
  caption: string,
  [name, good]: readonly [string, readonly string[]],
  bad: readonly { readonly session: string; readonly cause: string }[],
): FigureTable {
  const groups = new Map<string, string[]>();
  for (const { session, cause } of bad) groups.set(cause, [...(groups.get(cause) ?? []), session]);
  const rows = [...groups].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  const all = good.length + bad.length;
  return {
    id,
    title,
    caption,
    columns: [
      text('what'),
      plain('sessions', 'sessions', 'count'),
      ranged('share', 'share', 'share'),
      text('examples'),
    ],
    rows: [[name, good] as const, ...rows].map(([what, sessions]) => ({
      kind: 'measured' as const,
      cells: {
        what,
        sessions: sessions.length,
        share: all === 0 ? null : shareOf(Array(all).fill(0), (_, at) => [at < sessions.length ? 1 : 0, 1]),
        examples: sessions.slice(0, 3).join(', '),
      },
    })),
    terminal: true,
  };
}

function proceduresTable({ known, unknown }: GoalSurvey): FigureTable {
  const ids = [...new Set([...known, ...unknown].map(({ procedure }) => procedure))].sort();
  return {
    id: 'procedures',
    title: 'By procedure',
    caption:
      'The procedure is the goal’s where the log names one, else the one that was open first. Steps are of the plans; right: logged steps that are among the acceptable ones.',
    columns: [
      text('procedure'),
      plain('sessions', 'sessions', 'count'),
      ranged('known', 'goal known', 'share'),
      ranged('reached', 'reached by its log', 'share'),
      ranged('right', 'steps right', 'share'),
      plain('required', 'required steps', 'count'),
      plain('optional', 'optional steps', 'count'),
    ],
    rows: ids.map((procedure) => {
      const mine = known.filter((goal) => goal.procedure === procedure);
      const none = unknown.filter((goal) => goal.procedure === procedure).length;
      const mean = (of: (goal: KnownGoal) => number) =>
        mine.length === 0 ? null : mine.reduce((sum, goal) => sum + of(goal), 0) / mine.length;
      return {
        kind: 'measured' as const,
        cells: {
          procedure,
          sessions: mine.length + none,
          known: shareOf([...mine, ...Array(none).fill(null)], (goal) => [goal === null ? 0 : 1, 1]),
          reached: shareOf(mine, (goal) => [reaches(goal) ? 1 : 0, 1]),
          right: shareOf(mine, ({ replay }) => [replay.right, replay.steps]),
          required: mean((goal) => goal.required),
          optional: mean((goal) => goal.optional),
        },
      };
    }),
    terminal: false,
  };
}

function reaches({ replay }: KnownGoal): boolean {
  return replay.end.goalReached;
}

function shareOf<T>(items: readonly T[], sums: (item: T, at: number) => readonly [number, number]): Ranged {
  const pairs = items.map(sums);
  return ofSessions(
    ratioEstimate({ numerators: pairs.map(([part]) => part), denominators: pairs.map(([, whole]) => whole) }, 'share'),
  );
}

function percent(part: number, whole: number): string {
  return formatValue('share', whole === 0 ? null : part / whole);
}

function inWords({ estimate }: Ranged): string {
  return formatValue('share', estimate);
}
